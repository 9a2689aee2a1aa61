// Every form is shown before it is printed or saved: page by page, larger and smaller, by the keyboard alone.
import { expect, test, type Page } from "@playwright/test";
import { DAY } from "../playwright.config";
import { PASSWORD, call, drawer, enter, go, picture, saved } from "./desk";

/** What the system is asked to print, instead of a printer. */
const noPrinter = (page: Page) =>
  page.addInitScript(() => {
    const printed: unknown[] = [];
    Object.assign(window, { printed });
    window.print = () => {
      const pages = [...document.querySelectorAll<HTMLImageElement>("#printed img")];
      printed.push({ pages: pages.map(({ complete, naturalWidth, naturalHeight }) => [complete, naturalWidth, naturalHeight]), rules: document.querySelector("#printed style")?.textContent });
    };
  });

type Printed = { pages: [boolean, number, number][]; rules: string }[];
const printed = (page: Page) => page.evaluate(() => (window as unknown as { printed: Printed }).printed);

const width = (page: Page) => drawer(page).locator("canvas").first().evaluate((canvas) => canvas.getBoundingClientRect().width);

test("a work order is looked at, made larger, printed and left, without a mouse", async ({ page }) => {
  await noPrinter(page);
  await enter(page, "admin", PASSWORD, DAY);
  const { rows } = await call<{ rows: { id: number }[] }>(page, "ticket_list", { service: "repair", stages: ["closed"], limit: 1 });
  await page.goto(`${DAY}/#/ticket/${rows[0]!.id}`);
  const button = page.getByRole("button", { name: /打印/ });
  await button.focus();
  await page.keyboard.press("Enter");
  await page.getByRole("menuitem", { name: "派工单" }).press("Enter");
  const form = drawer(page);
  await expect(form.locator("canvas[data-drawn=yes]").first()).toBeVisible({ timeout: 30_000 });
  await expect(form.getByText(/第 1 页，共 [12] 页/)).toBeVisible();
  await picture(page, "preview-form");
  const before = await width(page);
  await page.keyboard.press("+");
  await page.keyboard.press("+");
  await expect(form.getByRole("button", { name: "150%" })).toBeVisible();
  await expect.poll(() => width(page)).toBeGreaterThan(before * 1.3);
  await page.keyboard.press("-");
  await expect(form.getByRole("button", { name: "125%" })).toBeVisible();
  await page.keyboard.press("0");
  await expect.poll(() => width(page)).toBe(before);
  // The keys of the ticket below do nothing here.
  await page.keyboard.press("n");
  await expect(page.locator(".ant-drawer-content-wrapper")).toHaveCount(1);
  await page.keyboard.press("Control+p");
  await expect.poll(async () => (await printed(page)).length).toBe(1);
  const [job] = await printed(page);
  // A4 at 200 dots to the inch.
  expect(job!.pages.length).toBeGreaterThan(0);
  for (const sheet of job!.pages) expect(sheet).toEqual([true, 1654, 2339]);
  expect(job!.rules).toMatch(/^@page \{ margin: 0; size: 595\.\d+pt 841\.\d+pt; \}/);
  // For the printer the page is nothing but the form.
  await page.emulateMedia({ media: "print" });
  await expect(page.locator("#root")).toBeHidden();
  await expect(page.locator("#printed img").first()).toBeVisible();
  await page.emulateMedia({ media: null });
  await expect(page.locator("#printed")).toBeHidden();
  await page.keyboard.press("Escape");
  await expect(page.locator(".ant-drawer-content-wrapper")).toHaveCount(0);
  await expect(page.locator("#printed")).toHaveCount(0);
  await expect(button).toBeFocused();
});

test("many pages are turned by key, and preparing them for the printer can be stopped", async ({ page }) => {
  await noPrinter(page);
  await enter(page, "admin", PASSWORD, DAY);
  await go(page, "月报");
  await page.getByRole("button", { name: "预览和打印" }).click();
  const form = drawer(page);
  await expect(form.locator("canvas[data-drawn=yes]").first()).toBeVisible({ timeout: 30_000 });
  const of = await form.locator("canvas").count();
  expect(of).toBeGreaterThan(2);
  await form.getByRole("region", { name: "预览" }).focus();
  await page.keyboard.press("PageDown");
  await expect(form.getByText(`第 2 页，共 ${of} 页`)).toBeVisible();
  await page.keyboard.press("PageDown");
  await expect(form.getByText(`第 3 页，共 ${of} 页`)).toBeVisible();
  await page.keyboard.press("PageUp");
  await expect(form.getByText(`第 2 页，共 ${of} 页`)).toBeVisible();
  await page.keyboard.press("Control+p");
  await form.getByRole("button", { name: /停止$/ }).click();
  // Not the button that stops it, which says 准备打印 until the page being painted is done.
  const ready = form.getByRole("button", { name: /打印$/ });
  await expect(ready).toBeVisible();
  expect(await printed(page)).toEqual([]);
  await ready.click();
  await expect.poll(async () => (await printed(page))[0]?.pages.length, { timeout: 60_000 }).toBe(of);
});

test("forms are shown from wherever they are printed", async ({ page }) => {
  await enter(page, "admin", PASSWORD, DAY);
  await go(page, "工作台");
  await page.getByRole("button", { name: "交接班记录" }).click();
  await page.getByLabel(/^交班事项/).fill("下午二班出车");
  // Only looked at, the words stay.
  await page.keyboard.press("Control+Enter");
  await expect(drawer(page).locator("canvas[data-drawn=yes]").first()).toBeVisible({ timeout: 30_000 });
  await page.keyboard.press("Escape");
  await expect(page.locator(".ant-drawer-content-wrapper")).toHaveCount(0);
  await expect(page.getByLabel(/^交班事项/)).toHaveValue("下午二班出车");
  await expect(page.getByLabel(/^交班事项/)).toBeFocused();
  await saved(page, () => page.keyboard.press("Control+Enter"));
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await go(page, "签字记录");
  const file = await saved(page, () => page.getByRole("button", { name: "PDF", exact: true }).first().click());
  expect(file.suggestedFilename()).toMatch(/\.pdf$/);
});
