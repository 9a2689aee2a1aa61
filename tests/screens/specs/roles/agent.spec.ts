// 坐席, at night, with the keyboard alone: a call, its hand-over, an urge, an answer, a form, the note for the next shift, the lock.
import { expect, test, type Page } from "@playwright/test";
import { NIGHT } from "../../playwright.config";
import { call, drawer, enter as asAdmin } from "../desk";
import { choose, enter, fill, fillWhen, Hand, pick, pointed, press, sit, somewhere, step, submitted, to, toRow, unlock, write } from "../keyboard";
import { repairedAtNight } from "./cases";

interface Customer {
  household: { name: string; phones: string[] };
}

/** A household whose last digits of the phone are its own, and that has no ticket. */
async function household(page: Page): Promise<Customer["household"]> {
  for (const { household } of await call<Customer[]>(page, "customer_find", { text: "新居" })) {
    const same = await call<Customer[]>(page, "customer_find", { text: household.phones[0]!.slice(-4) });
    if (same.length === 1) return household;
  }
  throw new Error("no household has digits of its own");
}

test("an agent's night", async ({ page }) => {
  await asAdmin(page, "admin", undefined, NIGHT);
  const waits = await repairedAtNight(page, "夜里已修好");
  const home = await household(page);
  await sit(page, "演示热线坐席", NIGHT);

  // Known by four digits; less than forty strokes from the ring to the number.
  const hand = new Hand(page);
  await hand.press("F2");
  await expect(page.getByLabel("查找用户")).toBeFocused();
  await hand.type(home.phones[0]!.slice(-4));
  await hand.press("Enter");
  await expect(page.getByLabel("用户姓名")).toHaveValue(home.name);
  await expect(page.getByLabel("情况说明")).toBeFocused();
  await hand.write([["厨房", "chufang"], ["水管", "shuiguan"], ["漏水", "loushui"]]);
  await hand.press("Control+Enter");
  const number = page.getByTestId("taken-number");
  await expect(number).toHaveText(/^WX\d{10}$/);
  expect(hand.strokes).toBeLessThan(40);
  const taken = (await number.textContent())!;

  // By night an arrangement comes first (4.3⑶); then Enter alone leads on.
  await expect(page.getByRole("button", { name: "登记安排" })).toBeFocused();
  await press(page, "Enter");
  await submitted(page, "登记安排", async (form) => {
    await choose(page, form.getByLabel("班组", { exact: true }), "室内维修二班");
    await fill(page, form.getByLabel("前往人员"), "演示维修员丙");
    await fillWhen(page, form.getByLabel("预计到场时间"), 40);
    await fill(page, form.getByLabel("告知用户的内容"), "维修人员约四十分钟后到");
  });
  await expect(page.getByRole("button", { name: "转派生调部" })).toBeFocused();
  await press(page, "Enter");
  await submitted(page, "转派生调部", (form) => fill(page, form.getByLabel("生调部接收人"), "演示生调部调度"));
  await expect(page.getByText("已转派生调部。")).toBeVisible();
  await enter(page, page.getByRole("button", { name: "查看工单" }));
  await expect(page.getByRole("heading", { name: taken })).toBeVisible();
  await somewhere(page);
  await step(page, "u", "催办", () => write(page, "用户又打来，水更大了"));
  await expect(page.getByText("用户又打来，水更大了")).toBeVisible();

  // What waits for an answer, from the workbench on.
  await to(page, "g", "工作台");
  await enter(page, page.getByRole("navigation", { name: "我的工作" }).getByRole("link", { name: "待回复用户" }));
  await expect(page.getByRole("heading", { name: "工单列表" })).toBeVisible();
  await toRow(page, waits.number);
  await press(page, "Enter");
  await expect(page.getByRole("heading", { name: waits.number })).toBeVisible();
  await step(page, "7", "回复", () => write(page, "漏水已修好，全程免费"));
  await expect(page.getByText("漏水已修好，全程免费").first()).toBeVisible();
  await pick(page, page.getByRole("button", { name: /打印/ }), "派工单");
  await expect(drawer(page).getByRole("button", { name: "保存 PDF" })).toBeFocused();
  await press(page, "Escape");
  await expect(page.locator(".ant-drawer-content-wrapper")).toHaveCount(0);
  await expect(page.getByRole("button", { name: /打印/ })).toBeFocused();

  // The shift ends.
  await to(page, "g", "工作台");
  await enter(page, page.getByRole("button", { name: "交接班记录" }));
  await expect(page.getByLabel(/^交班事项/)).toBeFocused();
  await write(page, "二班车辆送修，天亮前由一班出车");
  await enter(page, page.getByRole("dialog").getByRole("button", { name: "留给下一班" }));
  await expect(page.getByText("已留给下一班")).toBeVisible();
  await press(page, "Escape");
  await expect(page.getByRole("button", { name: "交接班记录" })).toBeFocused();
  await press(page, "Shift+Slash");
  await expect(page.getByRole("dialog", { name: "快捷键" })).toContainText("转到列表");
  // The next key is heard while the list of keys fades.
  await press(page, "Escape", "Alt+l");
  await unlock(page);
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(page.getByRole("button", { name: "交接班记录" })).toBeFocused();
  expect(await pointed(page)).toEqual([]);
});
