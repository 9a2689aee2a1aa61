// One repair call through the window, from the hotline to the end: by night with an arrangement, by day with 派工.
import { expect, test, type Page } from "@playwright/test";
import { DAY, NIGHT } from "../playwright.config";
import { PASSWORD, call, choose, drawer, enter, go, now, picture as take, press, step, when, write } from "./desk";

interface Household {
  id: number;
  household: { name: string; phones: string[]; account_number: string; address: string };
}

for (const [time, desk] of [
  ["at night", NIGHT],
  ["in working hours", DAY],
] as const) {
  test(`a repair call ${time} is taken and brought to its end`, async ({ page }) => {
    test.setTimeout(120_000);
    await wholeCall(page, desk);
  });
}

async function wholeCall(page: Page, desk: string) {
  const night = desk === NIGHT;
  const picture = async (page: Page, name: string) => {
    if (night) await take(page, name);
  };
  await enter(page, "admin", PASSWORD, desk);
  const found = await call<Household[]>(page, "customer_find", { text: "小区" });
  const home = found[0]!.household;
  await go(page, "来电受理");

  // The household by the last digits of its phone, with the keyboard alone.
  await page.getByLabel("查找用户").fill(home.account_number);
  await expect(page.getByRole("option").first()).toContainText(home.name);
  await page.keyboard.press("Enter");
  await expect(page.getByLabel("用户姓名")).toHaveValue(home.name);
  await expect(page.getByLabel("详细地址")).toHaveValue(home.address);

  // Nothing is saved without what happened, and the field says so.
  await page.keyboard.press("Control+Enter");
  await expect(page.getByText("请填写情况说明。")).toBeVisible();
  await page.getByText("管道爆裂", { exact: true }).click();
  await page.getByLabel("情况说明").fill("厨房水管爆裂，水流很大，从夜里开始漏");
  await page.getByLabel("已告知用户材料自备").check();

  // A letter in the phone is refused by the program, on its field.
  const phone = await page.getByLabel("联系电话").inputValue();
  await page.getByLabel("联系电话").fill("电话abc");
  await page.keyboard.press("Control+Enter");
  await expect(page.getByText(/电话号码不正确/)).toBeVisible();
  await page.getByLabel("联系电话").fill(phone);
  await picture(page, "intake");

  // The draft outlives the page.
  await page.reload();
  await page.getByRole("button", { name: "继续填写" }).click();
  await expect(page.getByLabel("情况说明")).toHaveValue(/厨房水管爆裂/);
  await page.getByLabel("情况说明").focus();
  await page.keyboard.press("Control+Enter");
  await expect(page.getByTestId("taken-number")).toHaveText(/^WX\d{10}$/);
  await picture(page, "taken");

  await expect(page.getByRole("button", { name: night ? "登记安排" : "转派生调部" })).toBeVisible();
  await expect(page.getByRole("button", { name: "登记安排" })).toHaveCount(night ? 1 : 0);
  if (night) {
    await step(page, "登记安排", async (form) => {
      await choose(page, form.getByLabel("班组", { exact: true }));
      await form.getByLabel("前往人员").fill("演示维修员");
      await when(page, form.getByLabel("预计到场时间"), 40);
      await form.getByLabel("告知用户的内容").fill("维修人员约四十分钟后到，请先关闭入户阀门");
      await picture(page, "step-arrange");
    });
  }
  await step(page, "转派生调部", (form) => form.getByLabel("生调部接收人").fill("演示调度"));
  await expect(page.getByText("已转派生调部。")).toBeVisible();
  await page.getByRole("button", { name: "查看工单" }).click();

  await step(page, "要求关阀", (form) => form.getByLabel("阀门位置").fill("楼前表井内入户阀门"));
  await step(page, "安排关阀", (form) => choose(page, form.getByLabel("稽查班组")));
  await expect(page.getByRole("group", { name: /^关阀到场时限/ })).toContainText("剩");
  if (!night) {
    await step(page, "派工", (form) => choose(page, form.getByLabel("班组", { exact: true })));
  }
  await step(page, "到场");
  await step(page, "申请延时", async (form) => {
    await when(page, form.getByLabel("申请延到"), 60 * 40);
    await form.getByLabel("原因").fill("需用户购买配件");
  });
  await expect(page.getByText(/延时申请等待审批/)).toBeVisible();
  await step(page, "维修完成", async (form) => {
    await form.getByLabel("检查情况").fill("厨房冷水管接头爆裂");
    await form.getByLabel("维修内容").fill("更换接头并试压，不再渗漏");
    await form.getByLabel("维修人员 1", { exact: true }).fill("演示维修员");
    await form.getByLabel("工时 1", { exact: true }).fill("45");
    await form.getByRole("button", { name: "添加材料" }).click();
    await form.getByLabel("材料 1", { exact: true }).fill("DN20 接头");
    await form.getByLabel("数量 1", { exact: true }).fill("1 个");
    await expect(form.getByText(/价格|金额|元/)).toHaveCount(0);
    await picture(page, "step-finish");
  });

  // The customer sees everything before the field to sign on.
  await press(page, "签字确认");
  const sign = drawer(page);
  await expect(sign.getByText("厨房冷水管接头爆裂")).toBeVisible();
  await expect(sign.getByText(/本次服务全程免费/)).toBeVisible();
  await sign.getByRole("button", { name: /确认并封存$/ }).click();
  await expect(page.getByText("笔迹太少，不能作为签字，请用户重新签名。")).toBeVisible();
  await write(page, sign);
  await picture(page, "sign");
  await sign.getByRole("button", { name: /确认并封存$/ }).click();
  await expect(page.locator(".ant-drawer-content-wrapper")).toHaveCount(0);

  await step(page, "回复", (form) => form.getByLabel("回复内容").fill("漏水已修好，全程免费"));
  // Hours are verified by somebody who did not report them (4.1).
  const ticket = page.url();
  await enter(page, "演示总工办", PASSWORD, desk);
  await page.goto(ticket);
  await step(page, "工时核定");
  await enter(page, "admin", PASSWORD, desk);
  await page.goto(ticket);
  await step(page, "回访", async (form) => {
    await form.getByText("满意", { exact: true }).click();
    await form.getByText("没有", { exact: true }).click();
  });
  await picture(page, "ticket-open");
  await step(page, "办结");
  await expect(page.getByText("已办结").first()).toBeVisible();
}

test("a step on a ticket somebody else has changed keeps what was typed", async ({ page }) => {
  await enter(page);
  const open = await call<{ rows: { id: number; number: string; version: number }[] }>(page, "ticket_list", {
    only_open: true,
  });
  const ticket = open.rows[0]!;
  await page.goto(`/#/ticket/${ticket.id}`);
  await press(page, "备注");
  const form = drawer(page);
  await form.getByLabel("备注内容").fill("我正在写的备注");
  await call(page, "ticket_note", { ticket: ticket.id, version: ticket.version, details: { note: "别人先写的备注" } });
  await form.getByRole("button", { name: /提交$/ }).click();
  await expect(form.getByText(/刚刚被别人更新/)).toBeVisible();
  await expect(form.getByLabel("备注内容")).toHaveValue("我正在写的备注");
  await expect(page.getByText("别人先写的备注")).toBeVisible();
  await form.getByRole("button", { name: /提交$/ }).click();
  await expect(page.locator(".ant-drawer-content-wrapper")).toHaveCount(0);
  await expect(page.getByText("我正在写的备注")).toBeVisible();
});

test("a form that was closed by a slip offers again what was typed, until it is submitted", async ({ page }) => {
  await enter(page);
  const open = await call<{ rows: { id: number }[] }>(page, "ticket_list", { only_open: true });
  await page.goto(`/#/ticket/${open.rows[1]!.id}`);
  const note = page.getByRole("button", { name: "备注", exact: true });
  await note.click();
  // With the keyboard alone: the first field waits for what is typed.
  await expect(drawer(page).getByLabel("备注内容")).toBeFocused();
  await page.keyboard.type("用户下午两点以后在家");
  await page.keyboard.press("Escape");
  await expect(page.locator(".ant-drawer-content-wrapper")).toHaveCount(0);
  await note.click();
  await expect(drawer(page).getByLabel("备注内容")).toHaveValue("用户下午两点以后在家");
  await expect(drawer(page).getByLabel("备注内容")).toBeFocused();
  await page.keyboard.press("Control+Enter");
  await expect(page.locator(".ant-drawer-content-wrapper")).toHaveCount(0);
  await note.click();
  await expect(drawer(page).getByLabel("备注内容")).toHaveValue("");
});

test("the workbench counts down what was just reported", async ({ page }) => {
  await enter(page);
  const homes = await call<Household[]>(page, "customer_find", { text: "演示" });
  for (const [place, minutes] of [2, 8, 30].entries()) {
    const { id, household } = homes[place]!;
    const reply = await call<{ value?: unknown }>(page, "ticket_open", {
      open: {
        received_at: (await now(page)) - minutes * 60_000,
        raised_at: null,
        channel: "hotline",
        first_receiver: "",
        customer: id,
        account_number: household.account_number,
        name: household.name,
        phone: household.phones[0],
        address: household.address,
        community: "",
        area: "urban",
        external_number: "",
        asked: { kind: "repair", meter_side: "after", fault: "leak", situation: "卫生间水管漏水", materials_told: true },
      },
    });
    expect(reply.value).toBeTruthy();
  }
  await page.goto("/#/board");
  await page.reload();
  const running = page.locator("tbody .mark", { hasText: /^剩/ }).first();
  await expect(running).toBeVisible();
  await expect(page.locator("tbody .mark", { hasText: /^超时/ }).first()).toBeVisible();
  await take(page, "board");
  const before = await running.textContent();
  await expect(running).not.toHaveText(before ?? "", { timeout: 4000 });
});
