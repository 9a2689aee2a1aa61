// Every role's day, with the keyboard alone: no mouse, no control reached otherwise than by a key.
import { expect, test, type Page } from "@playwright/test";
import { NIGHT } from "../playwright.config";
import { BURST, call, drawer, enter as asAdmin, taken } from "./desk";
import { choose, enter, fill, fillWhen, pick, pointed, press, sit, somewhere, step, submitted, tabTo, to, write } from "./keyboard";

test("agent, at night", async ({ page }) => {
  await asAdmin(page);
  const reply = await finished(page);
  await sit(page, "演示热线坐席", NIGHT);
  await press(page, "F2");
  const homes = await call<any[]>(page, "customer_find", { text: "小区" });
  const home = homes[3].household;
  await expect(page.getByLabel("查找用户")).toBeFocused();
  await page.keyboard.type(home.account_number);
  await press(page, "Enter");
  await expect(page.getByLabel("用户姓名")).toHaveValue(home.name);
  await expect(page.getByLabel("情况说明")).toBeFocused();
  await write(page, "厨房水管漏水");
  await press(page, "Control+Enter");
  await expect(page.getByTestId("taken-number")).toHaveText(/^WX\d{10}$/);
  await expect(page.getByRole("button", { name: "登记安排" })).toBeFocused();
  await press(page, "Enter");
  await submitted(page, "登记安排", async (form) => {
    await choose(page, form.getByLabel("班组", { exact: true }), "室内维修一班");
    await fill(page, form.getByLabel("前往人员"), "演示维修员甲");
    await fillWhen(page, form.getByLabel("预计到场时间"), 40);
    await fill(page, form.getByLabel("告知用户的内容"), "维修人员约四十分钟后到");
  });
  await expect(page.getByRole("button", { name: "转派生调部" })).toBeFocused();
  await press(page, "Enter");
  await submitted(page, "转派生调部", (form) => fill(page, form.getByLabel("生调部接收人"), "演示生调部调度"));
  await enter(page, page.getByRole("button", { name: "查看工单" }));
  await expect(page.getByRole("region", { name: "可办理" })).toBeVisible();
  await somewhere(page);
  await step(page, "u", "催办", async () => write(page, "用户又打来了"));

  await to(page, "g", "工作台");
  await somewhere(page);
  await enter(page, page.getByRole("navigation", { name: "我的工作" }).getByRole("link", { name: "待回复用户" }));
  await expect(page.getByRole("heading", { name: "工单列表" })).toBeVisible();
  await press(page, "l");
  await expect(page.locator("tr.row-link:focus")).toBeAttached();
  await expect(page.getByRole("row", { name: `工单 ${reply.number}` })).toBeVisible();
  await press(page, "Enter");
  await expect(page.getByRole("heading", { name: reply.number })).toBeVisible();
  await step(page, "7", "回复", async () => write(page, "漏水已修好，全程免费"));
  await pick(page, page.getByRole("button", { name: /打印/ }), "派工单");
  await expect(drawer(page).getByRole("button", { name: "保存 PDF" })).toBeFocused();
  await press(page, "Escape");
  await expect(page.locator(".ant-drawer-content-wrapper")).toHaveCount(0);
  await somewhere(page);

  await to(page, "g", "工作台");
  await enter(page, page.getByRole("button", { name: "交接班记录" }));
  await expect(page.getByLabel(/^交班事项/)).toBeFocused();
  await write(page, "一班车辆送修");
  await enter(page, page.getByRole("dialog").getByRole("button", { name: "留给下一班" }));
  await expect(page.getByText("已留给下一班")).toBeVisible();
  await press(page, "Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(page.getByRole("button", { name: "交接班记录" })).toBeFocused();
  await press(page, "Alt+l");
  await expect(page.getByText("服务台已锁定")).toBeVisible();
  await expect(page.getByLabel("密码")).toBeFocused();
  await page.keyboard.type("Demo-2026");
  await press(page, "Enter");
  await expect(page.getByText("服务台已锁定")).toHaveCount(0);
  await somewhere(page);
  expect(await pointed(page)).toEqual([]);
});

async function finished(page: Page) {
  type T = { id: number; number: string; version: number };
  let ticket = await taken<T>(page, { minutes: 5 });
  const steps: [string, object][] = [
    ["arrange", { crew: "室内维修一班", goes: "甲", planned_at: Date.now(), told: "等" }],
    ["hand_over", { taken_by: "演示调度", note: "" }],
    ["arrive", { note: "" }],
    ["finish", { found: "接头漏水", done: "更换接头", workers: [{ name: "演示维修员", minutes: 30 }], materials: [] }],
  ];
  const { now } = await call<{ now: number }>(page, "desk_state", {});
  steps[0]![1] = { crew: "室内维修一班", goes: "甲", planned_at: now + 600000, told: "等" };
  for (const [name, details] of steps) {
    const made = await call<{ value: { ticket: T } }>(page, `ticket_${name}`, { ticket: ticket.id, version: ticket.version, details });
    expect(made.value, `${name} ${JSON.stringify(made).slice(0, 200)}`).toBeTruthy();
    ticket = made.value.ticket;
  }
  return ticket;
}
