// 日程: appointments and events by day, week and month, without the mouse.
import { expect, test, type Page } from "@playwright/test";
import { DAY } from "../playwright.config";
import { PASSWORD, call, enter, picture, taken } from "./desk";

/** In Shanghai. */
const at = (date: string, hour: number) => Date.parse(`${date}T${String(hour).padStart(2, "0")}:00:00+08:00`);

/** A repair whose customer expects somebody then. */
async function appointed(page: Page, name: string, then: number): Promise<{ id: number; number: string }> {
  const ticket = await taken<{ id: number; number: string; version: number }>(page, { name });
  const reply = await call<{ value?: unknown }>(page, "ticket_appoint", { ticket: ticket.id, version: ticket.version, details: { at: then, reason: "用户要求", agreed_with: name } });
  expect(reply.value, JSON.stringify(reply)).toBeTruthy();
  return ticket;
}

const entry = (page: Page, name: string) => page.getByRole("link", { name: new RegExp(`${name}.*预约上门`) });

test.beforeEach(async ({ page }) => {
  await enter(page, "admin", PASSWORD, DAY);
});

test("the spans are walked by keys, and the address holds where one is", async ({ page }) => {
  await appointed(page, "演示预约甲", at("2026-11-25", 9));
  const second = await appointed(page, "演示预约乙", at("2026-11-27", 10));
  await page.keyboard.press("g");
  await page.keyboard.press("c");
  await expect(page.getByRole("heading", { name: /日程.*2026年11月23日—11月29日/ })).toBeVisible();
  await expect(page.locator(".hours-head.now")).toContainText("周一 23日 今天");
  await picture(page, "agenda-week");
  await page.keyboard.press("ArrowRight");
  await expect(page).toHaveURL(/view=week&date=2026-11-30/);
  await page.keyboard.press("m");
  await expect(page.getByRole("heading", { name: /2026年11月$/ })).toBeVisible();
  await page.keyboard.press("ArrowLeft");
  await expect(page).toHaveURL(/view=month&date=2026-10-30/);
  await expect(page.locator(".month-day", { hasText: "10月1日" })).toContainText("休");
  await expect(page.getByRole("region", { name: /^10月10日/ })).toContainText("班");
  await page.keyboard.press("t");
  await expect(page).toHaveURL(/view=month&date=2026-11-23/);
  await picture(page, "agenda-month");
  await page.keyboard.press("w");
  await expect(page).toHaveURL(/view=week&date=2026-11-23/);
  await expect(page.locator(".hours")).toBeVisible();
  // Into the entries, from day to day, and out of them again.
  await page.keyboard.press("e");
  await expect(page.locator("[data-entry]").first()).toBeFocused();
  await expect(page.locator("[data-entry][tabindex='0']")).toHaveCount(1);
  await entry(page, "演示预约甲").focus();
  await page.keyboard.press("ArrowRight");
  await expect(entry(page, "演示预约乙")).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(page.locator(".hours")).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(page.locator("[data-entry][tabindex='0']")).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(page.locator(".hours")).toBeFocused();
  // The address is ahead of what is drawn.
  await page.keyboard.press("ArrowLeft");
  await expect(page).toHaveURL(/view=week&date=2026-11-16/);
  await expect(page.getByRole("heading", { name: /11月16日—11月22日/ })).toBeVisible();
  await expect(entry(page, "演示预约乙")).toHaveCount(0);
  await page.keyboard.press("ArrowRight");
  await expect(page.getByRole("heading", { name: /11月23日—11月29日/ })).toBeVisible();
  await expect(entry(page, "演示预约乙")).toBeVisible();
  await page.keyboard.press("e");
  await expect(entry(page, "演示预约乙")).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: second.number })).toBeVisible();
  await page.goBack();
  await expect(page).toHaveURL(/view=week&date=2026-11-23/);
  await page.keyboard.press("d");
  await expect(page.getByRole("heading", { name: /2026年11月23日 周一/ })).toBeVisible();
  await page.reload();
  await expect(page.getByRole("heading", { name: /2026年11月23日 周一/ })).toBeVisible();
  await page.keyboard.press("Shift+Slash");
  await expect(page.getByRole("dialog", { name: "快捷键" })).toContainText("回到今天");
});

test("what overlaps stands side by side, and a full day of the month leads on", async ({ page }) => {
  for (const name of ["演示并排甲", "演示并排乙", "演示并排丙", "演示并排丁"]) await appointed(page, name, at("2026-12-15", 14));
  await page.goto(`${DAY}/#/calendar?view=day&date=2026-12-15`);
  await expect(page.locator("[data-entry]")).toHaveCount(4);
  const boxes = await page.locator("[data-entry]").evaluateAll((all) => all.map((one) => one.getBoundingClientRect()).map(({ left, right, top }) => ({ left, right, top })));
  for (const [place, box] of boxes.entries()) {
    expect(box.top).toBe(boxes[0]!.top);
    if (place > 0) expect(box.left).toBeGreaterThanOrEqual(boxes[place - 1]!.right - 1);
  }
  // It is in sight without scrolling.
  await expect(page.locator("[data-entry]").first()).toBeInViewport();
  await page.keyboard.press("m");
  const crowded = page.getByRole("region", { name: /^12月15日/ });
  await expect(crowded.locator("[data-entry]")).toHaveCount(2);
  await crowded.getByRole("button", { name: "另有 2 项" }).click();
  await expect(page).toHaveURL(/view=day&date=2026-12-15/);
  await page.getByText("社区活动", { exact: true }).last().click();
  await expect(page).toHaveURL(/what=event/);
  await expect(page.locator("[data-entry]")).toHaveCount(0);
  await expect(page.getByText(/这一天没有预约和活动。/)).toBeVisible();
});

test("everything fits both screens", async ({ page }) => {
  for (const { width, height } of [{ width: 1366, height: 768 }, { width: 1920, height: 1080 }]) {
    await page.setViewportSize({ width, height });
    for (const view of ["day", "week", "month"]) {
      await page.goto(`${DAY}/#/calendar?view=${view}&date=2026-11-23`);
      await expect(page.locator("[data-entry]").first()).toBeVisible();
      const fits = await page.evaluate(() => {
        const main = document.querySelector("main")!;
        return [main.scrollHeight <= main.clientHeight, main.scrollWidth <= main.clientWidth];
      });
      expect(fits, `${view} ${width}`).toEqual([true, true]);
    }
  }
});
