// 客服主管, 审计 and 系统管理员, with the keyboard alone.
import { expect, test } from "@playwright/test";
import { rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DAY, LATER } from "../../playwright.config";
import { drawer, enter as asAdmin, now } from "../desk";
import { choose, enter, fill, fillWhen, open, pointed, press, sit, somewhere, step, tabTo, to, toRow, write } from "../keyboard";
import { assigned, planned, through } from "./cases";

test("a manager's day", async ({ page }) => {
  test.setTimeout(90_000);
  await asAdmin(page, "admin", undefined, DAY);
  const late = await assigned(page, "主管一日：等配件");
  await through(page, late, [
    ["ask_extension", { until: (await now(page)) + 40 * 3_600_000, reason: "需用户购买配件" }],
    ["record_violation", { words: "用户反映维修人员索要香烟" }],
  ]);
  const event = await planned(page, "节水宣传和水质咨询");
  await sit(page, "演示客服主管", DAY);

  await open(page, late.number);
  // More time is 总工办's to give (4.3).
  await expect(page.getByText(/延时申请等待审批/)).toBeVisible();
  await expect(page.getByRole("button", { name: /批准延时/ })).toHaveCount(0);
  await step(page, "l", "违规处理", () => write(page, "已核实并批评教育，向用户道歉"));
  await expect(page.getByText("违规记录等待处理")).toHaveCount(0);

  // The event of the plan is moved, held and signed for on paper another day.
  await to(page, "s", "社区活动");
  await toRow(page, event.number);
  await press(page, "Enter");
  await expect(page.getByRole("heading", { name: event.number })).toBeVisible();
  await step(page, "h", "活动改期", async (form) => {
    await fillWhen(page, form.getByLabel("改到什么时间"), 30);
    await fill(page, form.getByLabel("改期原因"), "社区要求提前");
  });
  await step(page, "3", "活动登记", async (form) => {
    await fillWhen(page, form.getByLabel("活动开始时间"), -30);
    await fillWhen(page, form.getByLabel("活动结束时间"), -5);
    await fill(page, form.getByLabel("人员 1", { exact: true }), "演示热线坐席");
    await fill(page, form.getByLabel("服务居民"), "36");
    await choose(page, form.getByLabel("项目 1", { exact: true }), "水质检测");
    await enter(page, form.getByRole("button", { name: "全部做到" }));
  });

  // The month: a figure and the tickets behind it, charts as tables.
  await to(page, "y", "月报");
  const received = page.getByRole("button", { name: /^受理事项/ });
  await enter(page, received);
  await tabTo(page, page.locator(".ant-drawer tbody tr.row-link").first());
  await press(page, "Escape");
  await expect(received).toBeFocused();
  await press(page, "t");
  await expect(page.locator("#charts").getByRole("link", { name: "义务维修" })).toBeVisible();
  await press(page, "t");

  // The last month: what goes into the report, saved, closed, and opened again.
  await press(page, "g", "y");
  await choose(page, page.getByLabel("报告期", { exact: true }), "2026年10月");
  await enter(page, page.getByRole("button", { name: "预览和打印" }));
  const preview = drawer(page);
  await expect(preview.locator("canvas[data-drawn=yes]").first()).toBeVisible({ timeout: 30_000 });
  await tabTo(page, preview.getByRole("checkbox", { name: "概述" }));
  await press(page, "Alt+ArrowDown");
  await expect(preview.getByRole("listitem").nth(1)).toContainText("概述");
  await expect(preview.getByRole("checkbox", { name: "概述" })).toBeFocused();
  await press(page, "End", "ArrowUp", "Space");
  await expect(preview.getByRole("checkbox", { name: "数字说明" })).not.toBeChecked();
  const file = page.waitForEvent("download");
  await enter(page, preview.getByRole("button", { name: "保存 PDF" }), "Shift+Tab");
  expect((await file).suggestedFilename()).toBe("月度服务报告-2026-10.pdf");
  await press(page, "Escape");
  await expect(preview).toBeHidden();
  await expect(page.getByRole("button", { name: "预览和打印" })).toBeFocused();
  await enter(page, page.getByRole("button", { name: /^封\s?账$/ }));
  const dialog = page.getByRole("dialog", { name: "封账：2026年10月" });
  await expect(dialog.getByRole("button", { name: /^封\s?账$/ })).toBeFocused();
  await press(page, "Enter");
  await expect(page.getByText(/由 演示客服主管 封账，数字不再变化。/)).toBeVisible();
  await somewhere(page);
  await enter(page, page.getByRole("button", { name: "重新打开" }));
  await expect(page.getByRole("dialog").getByLabel("原因")).toBeFocused();
  await write(page, "补录漏登工单");
  await press(page, "Enter");
  await expect(page.getByText("这个月还没有封账，补录的内容会改变以下数字。")).toBeVisible();
  await somewhere(page);
  expect(await pointed(page)).toEqual([]);
});

test("an auditor's day", async ({ page }) => {
  await asAdmin(page, "admin", undefined, DAY);
  const ticket = await assigned(page, "审计一日：厨房漏水");
  await sit(page, "演示审计", DAY);
  await open(page, ticket.number);
  await expect(page.getByText("12000000003")).toHaveCount(0);
  await expect(page.getByText(/^现在没有您可办理的步骤/)).toBeVisible();
  await enter(page, page.getByRole("button", { name: "查看电话和地址" }));
  await expect(page.getByRole("dialog").getByText("12000000003")).toBeVisible();
  await press(page, "Enter");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(page.getByText("12000000003")).toHaveCount(0);
  await somewhere(page);

  await to(page, "j", "审计");
  await expect(page.locator("tbody code").first()).toBeVisible();
  await enter(page, page.getByRole("button", { name: "校验全部记录" }));
  await expect(page.getByText(/^校验通过：\d+ 条记录/)).toBeVisible({ timeout: 20_000 });
  await somewhere(page);
  // Who audits compares the tables, and makes none again.
  await enter(page, page.getByRole("button", { name: "核对报表数据" }), "Shift+Tab");
  await expect(page.getByText(/^核对一致/)).toBeVisible({ timeout: 20_000 });
  await expect(page.getByRole("button", { name: "按记录重建" })).toHaveCount(0);
  const before = await page.locator("tbody code").count();
  await press(page, "m");
  await expect.poll(() => page.locator("tbody code").count()).toBeGreaterThan(before);
  expect(await pointed(page)).toEqual([]);
});

test("an administrator's day", async ({ page }) => {
  await sit(page, "演示系统管理员", LATER);
  await to(page, "r", "人员");
  await enter(page, page.getByRole("button", { name: "添加人员" }));
  const dialog = page.getByRole("dialog", { name: "添加人员" });
  await expect(dialog.getByLabel("姓名")).toBeFocused();
  await write(page, "演示夜班坐席");
  // A word of the line is enough.
  await fill(page, dialog.getByLabel(/^岗位/), "坐席");
  await press(page, "Enter");
  await expect(dialog.locator(".ant-select-selection-item")).toHaveText("热线坐席");
  await fill(page, dialog.getByLabel(/^初始密码/), "Demo-2026-2");
  await press(page, "Enter");
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole("cell", { name: "演示夜班坐席", exact: true })).toBeVisible();
  await somewhere(page);

  await to(page, "z", "设置与日历");
  await fill(page, page.getByLabel("服务口号"), "辛苦我一个、幸福千万家！");
  await press(page, "Control+Enter");
  await expect(page.getByText("设置已保存。")).toBeVisible();
  const tab = (name: string) => page.getByRole("tab", { name });
  await tabTo(page, page.getByRole("tab", { selected: true }), { key: "Shift+Tab" });
  await press(page, "ArrowRight", "ArrowRight");
  await expect(tab("工作时间与节假日")).toBeFocused();
  await press(page, "Enter");
  await enter(page, page.getByRole("button", { name: "添加年份" }));
  await expect(page.getByLabel("年份").last()).toBeFocused();
  await fill(page, page.getByLabel("放假日").last(), "01-01~01-03");
  await press(page, "Control+Enter");
  await expect(page.getByText(/日历已保存/)).toBeVisible();
  await somewhere(page);

  const copy = join(tmpdir(), `desk-roles-${Date.now()}.db`);
  await tabTo(page, page.getByRole("tab", { selected: true }), { key: "Shift+Tab" });
  await press(page, "End");
  await expect(tab("备份")).toBeFocused();
  await press(page, "Enter");
  await fill(page, page.getByLabel("存到哪个文件夹"), copy);
  await press(page, "Enter");
  await expect(page.getByText(/^已备份到/)).toBeVisible();
  rmSync(copy);
  expect(await pointed(page)).toEqual([]);
});
