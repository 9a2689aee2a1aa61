// The keyboard: the list of keys, the way past the menu, the focus that comes back. And the look that is chosen, and stays.
import { expect, test } from "@playwright/test";
import { DAY } from "../playwright.config";
import { PASSWORD, enter, go, places, wear } from "./desk";

test("places, the list of keys and the way past the menu are reached by keyboard", async ({ page }) => {
  await enter(page, "admin", PASSWORD, DAY);
  await page.keyboard.press("g");
  await page.keyboard.press("y");
  await expect(page.getByRole("heading", { name: "月报" })).toBeVisible();
  await expect(page.locator("#charts svg").first()).toBeVisible();
  await page.keyboard.press("Shift+Slash");
  const keys = page.getByRole("dialog", { name: "快捷键" });
  await expect(keys.getByText("图表改为表格，或改回图表")).toBeVisible();
  await expect(keys.getByText("选择服务类别")).toHaveCount(0);
  // What lies above the page has the keyboard to itself.
  await page.keyboard.press("t");
  await page.keyboard.press("Escape");
  await expect(keys).toBeHidden();
  await expect(page.locator("#charts svg").first()).toBeVisible();
  // Where letters go into a field, another key shows the list; the keyboard is in the field again afterwards.
  await page.keyboard.press("F2");
  await expect(page.getByLabel("查找用户")).toBeFocused();
  await page.keyboard.press("F1");
  await expect(keys.getByText("保存并生成工单")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByLabel("查找用户")).toBeFocused();
  await page.evaluate(() => (document.activeElement as HTMLElement).blur());
  await page.keyboard.press("g");
  await page.keyboard.press("y");
  await expect(page.locator("#charts svg").first()).toBeVisible();
  await page.keyboard.press("t");
  await expect(page.locator("#charts svg.echarts, #charts [role=img]")).toHaveCount(0);
  await page.locator("#charts").getByRole("link", { name: "义务维修" }).press("Enter");
  await expect(page).toHaveURL(/\/tickets\?service=repair&from=\d+&to=\d+$/);
  await page.reload();
  await expect(page.getByRole("heading", { name: "工单列表" })).toBeVisible();
  await page.keyboard.press("Tab");
  await expect(page.getByRole("button", { name: "跳到正文" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.locator("main")).toBeFocused();
});

test("the side is one stop of the keyboard, walked by the arrows", async ({ page }) => {
  await enter(page, "admin", PASSWORD, DAY);
  await page.goto(`${DAY}/#/tickets`);
  await page.reload();
  await expect(page.getByRole("heading", { name: "工单列表" })).toBeVisible();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await expect(places(page).and(page.locator("[aria-current=page]"))).toBeFocused();
  await page.keyboard.press("End");
  await expect(places(page).last()).toBeFocused();
  await page.keyboard.press("Home");
  await expect(places(page).first()).toBeFocused();
  // Past all the others, and back to where one is.
  await page.keyboard.press("Tab");
  await expect(page.locator("body :focus")).toHaveCount(1);
  await expect(page.locator(".side a:focus")).toHaveCount(0);
  await page.keyboard.press("Shift+Tab");
  await expect(places(page).and(page.locator("[aria-current=page]"))).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(places(page).filter({ hasText: "用户档案" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "用户档案" })).toBeVisible();
  await expect(places(page).filter({ hasText: "用户档案" })).toHaveAttribute("aria-current", "page");
});

test("a dialog gives the focus back", async ({ page }) => {
  await enter(page, "admin", PASSWORD, DAY);
  await go(page, "工作台");
  const shift = page.getByRole("button", { name: "交接班记录" });
  await shift.focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(shift).toBeFocused();
  await go(page, "月报");
  const figure = page.getByRole("button", { name: /^受理事项/ });
  await figure.focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(figure).toBeFocused();
});

test("whatever opens above the page begins where the first key is meant", async ({ page }) => {
  await enter(page, "admin", PASSWORD, DAY);
  const opened = (name: string | RegExp) => page.getByRole("dialog", { name });
  const shut = async (name: string | RegExp) => {
    await page.keyboard.press("Escape");
    await expect(opened(name)).toBeHidden();
  };
  await page.keyboard.press("g");
  await page.keyboard.press("d");
  const row = page.locator(".endless tr.row-link").first();
  await expect(row).toBeVisible();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("c");
  await expect(opened("列设置").getByRole("checkbox", { name: "工单", exact: true })).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(opened("列设置").getByRole("checkbox", { name: "服务" })).toBeFocused();
  await shut("列设置");
  await page.keyboard.press("Alt+x");
  await expect(opened("显示与提醒").getByRole("radio", { checked: true }).first()).toBeFocused();
  // A group of choices is one stop, at the chosen one.
  await page.keyboard.press("Tab");
  await expect(opened("显示与提醒").getByRole("radiogroup", { name: "字号" }).getByRole("radio", { name: "标准" })).toBeFocused();
  await shut("显示与提醒");
  await page.getByRole("button", { name: "admin" }).press("Enter");
  await page.getByRole("menuitem", { name: "修改密码" }).press("Enter");
  await expect(opened("修改密码").getByLabel("现在的密码")).toBeFocused();
  await shut("修改密码");
  await page.keyboard.press("g");
  await page.keyboard.press("y");
  await expect(page.locator(".figure").first()).toBeVisible();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  const behind = page.locator(".ant-drawer tr.row-link");
  await expect(behind.first()).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(behind.nth(1)).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(page.locator(".ant-drawer-content-wrapper")).toHaveCount(0);
  await page.keyboard.press("p");
  await expect(page.locator(".ant-drawer canvas").first()).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.locator(".ant-drawer-content-wrapper")).toHaveCount(0);
  await page.keyboard.press("g");
  await page.keyboard.press("q");
  await expect(page.locator("tbody code").first()).toBeVisible();
  await page.keyboard.press("f");
  await expect(page.getByLabel("查找签字记录")).toBeFocused();
});

test("the look is chosen by keyboard, stays, and is there before the desk is", async ({ page }) => {
  await enter(page, "admin", PASSWORD, DAY);
  await page.keyboard.press("Alt+x");
  const dialog = page.getByRole("dialog", { name: "显示" });
  await dialog.getByText("深色").click();
  await dialog.getByText("特大").click();
  await dialog.getByRole("switch", { name: "紧凑" }).press("Space");
  await page.keyboard.press("Escape");
  await expect(page.locator("html")).toHaveAttribute("data-look", "dark");
  const size = () => page.locator("#root > .ant-app").evaluate((desk) => getComputedStyle(desk).fontSize);
  await expect.poll(size).toBe("18px");
  // Without its program the page shows only the ground it begins with.
  await page.route(/assets\/index-.*\.js/, (route) => route.abort());
  await page.reload();
  const ground = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  expect(await ground()).toBe("rgb(16, 22, 29)");
  await page.unroute(/assets\/index-.*\.js/);
  await page.reload();
  await expect.poll(size).toBe("18px");
  await expect(page.getByRole("heading", { name: "工作台" })).toBeVisible();
  await page.keyboard.press("Alt+d");
  await expect(page.locator("html")).toHaveAttribute("data-look", "light");
  await wear(page, { scheme: "system" });
  await page.emulateMedia({ colorScheme: "dark" });
  await expect(page.locator("html")).toHaveAttribute("data-look", "dark");
  // The customer's page is paper.
  // Opened anew, as a window of its own: within the desk it is no place.
  await page.goto("about:blank");
  await page.goto(`${DAY}/#/customer`);
  await expect(page.locator("html")).toHaveAttribute("data-look", "light");
  await expect(page.locator(".customer")).toHaveCSS("background-color", "rgb(255, 255, 255)");
});
