// 生调部调度 and 总工办, with the keyboard alone: who goes, more time, many at once, hours.
import { expect, test } from "@playwright/test";
import { DAY } from "../../playwright.config";
import { enter as asAdmin, now } from "../desk";
import { choose, enter, fill, fillWhen, open, pointed, press, sit, step, submitted, to, toCard, unlock, write } from "../keyboard";
import { assigned, handed, repaired, through, water } from "./cases";

test("a dispatcher's day", async ({ page }) => {
  await asAdmin(page, "admin", undefined, DAY);
  const burst = await assigned(page, "调度一日：主管旁爆裂");
  const yellow = await water(page);
  const brown = await water(page);
  await sit(page, "演示生调部调度", DAY);

  // What waits, and into it.
  await expect(page.getByRole("heading", { name: "工作台" })).toBeVisible();
  await enter(page, page.getByRole("navigation", { name: "我的工作" }).getByRole("link", { name: "待派采样" }));
  await expect(page.getByRole("heading", { name: "工单列表" })).toBeVisible();
  await expect(page.getByRole("row", { name: `工单 ${yellow.number}` })).toBeVisible();

  // A team from the ticket, and one from the board.
  await open(page, yellow.number);
  await step(page, "2", "安排取样", (form) => choose(page, form.getByLabel("稽查班组"), "稽查一班"));
  await expect(page.getByText("稽查一班").first()).toBeVisible();
  await to(page, "p", "派工板");
  await toCard(page, brown.id);
  await press(page, "m");
  await expect(page.getByRole("dialog", { name: /给哪个班组/ }).getByRole("button", { name: /稽查一班/ })).toBeFocused();
  await press(page, "1");
  await submitted(page, "安排取样");
  await expect(page.locator(`[data-column="稽查一班"] [data-card="${brown.id}"]`)).toBeFocused();

  // A valve is shut, more time is asked for.
  await open(page, burst.number);
  await step(page, "f", "安排关阀", async (form) => {
    await choose(page, form.getByLabel("稽查班组"), "稽查一班");
    await fill(page, form.getByLabel("阀门位置"), "楼前表井内入户阀门");
  });
  await step(page, "v", "关阀人员到场");
  await step(page, "r", "阀门已关", (form) => fill(page, form.getByLabel("办理情况"), "已关阀，水已止住"));
  await step(page, "s", "申请延时", async (form) => {
    await fillWhen(page, form.getByLabel("申请延到"), 60 * 40);
    await fill(page, form.getByLabel("原因"), "需用户购买配件");
  });
  await expect(page.getByText(/延时申请等待审批/)).toBeVisible();
  expect(await pointed(page)).toEqual([]);
});

test("the engineer's day", async ({ page }) => {
  await asAdmin(page, "admin", undefined, DAY);
  const late = await assigned(page, "总工一日：等配件");
  const until = (await now(page)) + 40 * 3_600_000;
  await through(page, late, [["ask_extension", { until, reason: "需用户购买配件" }]]);
  const one = await handed(page, "总工一日：厨房漏水");
  const two = await handed(page, "总工一日：阳台漏水");
  await handed(page, "总工一日：一并派");
  await handed(page, "总工一日：一并派");
  const done = await repaired(page, "总工一日：已修好");
  await sit(page, "演示总工办", DAY);

  await open(page, late.number);
  await step(page, "p", "批准延时");
  await expect(page.getByText(/延时申请等待审批/)).toHaveCount(0);
  await open(page, one.number);
  await step(page, "3", "派工", (form) => choose(page, form.getByLabel("班组", { exact: true }), "室内维修三班"));
  await step(page, "h", "改派", async (form) => {
    await choose(page, form.getByLabel("班组", { exact: true }), "室内维修一班");
    await fill(page, form.getByLabel("改派原因"), "三班另有抢修");
  });

  await to(page, "p", "派工板");
  await toCard(page, two.id);
  await press(page, "m");
  await expect(page.getByRole("dialog", { name: /^派工给哪个班组/ }).getByRole("button", { name: /室内维修一班/ })).toBeFocused();
  await press(page, "ArrowDown", "Enter");
  await submitted(page, "派工");
  await expect(page.locator(`[data-column="室内维修二班"] [data-card="${two.id}"]`)).toBeFocused();

  // Many at once, from the list.
  await to(page, "d", "工单列表");
  await press(page, "f");
  await expect(page.getByLabel("查找工单")).toBeFocused();
  await write(page, "一并派");
  await press(page, "Enter");
  await expect(page.locator("tr.row-link")).toHaveCount(2);
  await press(page, "ArrowDown");
  await expect(page.locator("tr.row-link:focus")).toBeAttached();
  await press(page, "Space", "ArrowDown", "Space");
  await expect(page.getByRole("region", { name: "已选工单" })).toContainText("已选 2 张");
  await press(page, "m");
  const dialog = page.getByRole("dialog", { name: "批量派工" });
  await choose(page, dialog.getByLabel("班组", { exact: true }), "室内维修二班");
  await press(page, "Control+Enter");
  await expect(dialog.getByText("已派工 2 张。")).toBeVisible();
  await enter(page, dialog.getByRole("button", { name: "关闭" }).last());
  await expect(dialog).toHaveCount(0);

  await open(page, done.number);
  await step(page, "8", "工时核定");
  await press(page, "Alt+l");
  await unlock(page);
  expect(await pointed(page)).toEqual([]);
});
