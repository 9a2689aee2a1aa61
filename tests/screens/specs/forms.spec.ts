// Many forms at once from the list, with the keyboard alone; the hand-over of a shift; the day and the hours.
import { expect, test } from "@playwright/test";
import { PASSWORD, call, enter, go, picture, saved } from "./desk";
import { pick } from "./keyboard";
import { DAY } from "../playwright.config";

test("tickets are picked in the list and printed as one file", async ({ page }) => {
  await enter(page, "admin", PASSWORD, DAY);
  await page.goto(`${DAY}/#/tickets?service=repair`);
  const rows = page.locator("tbody tr.row-link");
  await expect(rows.first()).toBeVisible();
  const bar = page.getByRole("region", { name: "已选工单" });
  await expect(bar).toHaveCount(0);
  const numbers = (await rows.locator("a").allTextContents()).slice(0, 3);
  // Space picks, and does not open the ticket.
  await page.getByRole("checkbox", { name: `选择工单 ${numbers[0]}` }).focus();
  await page.keyboard.press("Space");
  await expect(bar).toContainText("已选 1 张");
  await page.getByRole("checkbox", { name: `选择工单 ${numbers[1]}` }).focus();
  await page.keyboard.press("Space");
  await expect(bar).toContainText("已选 2 张");
  // What is picked stays while more is read, and goes with the filter.
  const list = page.locator(".endless");
  await list.evaluate((one) => one.scrollTo(0, one.scrollHeight));
  await expect(page.getByText(/已列出 200 张|^共 \d{3} 张/)).toBeVisible();
  await list.evaluate((one) => one.scrollTo(0, 0));
  await page.getByRole("checkbox", { name: `选择工单 ${numbers[2]}` }).check();
  await expect(bar).toContainText("已选 3 张");
  await picture(page, "tickets-selected");
  for (const [button, name] of [
    [/打印派工单（一页两张）$/, /^派工单-3张-.*\.pdf$/],
    [/打印派工单$/, /^派工单-3张-.*\.pdf$/],
    [/打印全部表单$/, /^工单表单-3张-.*\.pdf$/],
  ] as const) {
    await bar.getByRole("button", { name: button }).focus();
    const file = await saved(page, () => page.keyboard.press("Enter"));
    expect(file.suggestedFilename()).toMatch(name);
    await expect(bar.getByRole("button", { name: button })).toBeEnabled();
  }
  await page.getByText("只看办理中").click();
  await expect(bar).toHaveCount(0);
});

test("a ticket that has no such form is named", async ({ page }) => {
  await enter(page, "admin", PASSWORD, DAY);
  const { rows } = await call<{ rows: { number: string }[] }>(page, "ticket_list", { service: "reminder", limit: 1 });
  await page.goto(`${DAY}/#/tickets?service=reminder`);
  await page.getByRole("checkbox", { name: `选择工单 ${rows[0]!.number}` }).check();
  await saved(
    page,
    () => page.getByRole("button", { name: /打印派工单$/ }).click(),
    () => expect(page.getByText(`有 1 张工单没有该表单：${rows[0]!.number}，已列在文件最后一页。`)).toBeVisible(),
  );
  await page.getByRole("button", { name: "取消选择" }).click();
  await expect(page.getByRole("region", { name: "已选工单" })).toHaveCount(0);
});

test("a shift hands over, and its words are not lost before", async ({ page }) => {
  await enter(page, "admin", PASSWORD, DAY);
  await go(page, "工作台");
  await page.getByRole("button", { name: "交接班记录" }).click();
  await page.getByLabel(/^交班事项/).fill("一班车辆送修，下午由二班出车");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await page.getByRole("button", { name: "交接班记录" }).click();
  await expect(page.getByLabel(/^交班事项/)).toHaveValue("一班车辆送修，下午由二班出车");
  await picture(page, "shift");
  const file = await saved(page, () => page.keyboard.press("Control+Enter"));
  expect(file.suggestedFilename()).toMatch(/^交接班记录-.*\.pdf$/);
  await expect(page.getByRole("dialog")).toHaveCount(0);
});

test("the day and the hours are saved from the month", async ({ page }) => {
  await enter(page, "admin", PASSWORD, DAY);
  await go(page, "月报");
  for (const [item, name] of [
    ["日报", /^日报-2026-11-23\.pdf$/],
    ["工时核定表", /^工时核定表-2026-11\.pdf$/],
  ] as const) {
    // The Enter that chooses opens the dialog, and does not answer it.
    await pick(page, page.getByRole("button", { name: /其他报表/ }), item);
    await expect(page.getByRole("dialog")).toBeVisible();
    const file = await saved(page, () => page.keyboard.press("Control+Enter"));
    expect(file.suggestedFilename()).toMatch(name);
    await expect(page.getByRole("dialog")).toHaveCount(0);
  }
});
