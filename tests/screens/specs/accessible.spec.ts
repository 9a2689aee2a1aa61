// Every screen and its main dialogs, by day and by night, before axe: no serious and no critical fault. And the keyboard: the list of
// keys, the way past the menu, the focus that comes back, the look that stays.
import AxeBuilder from "@axe-core/playwright";
import { expect, test, type Page } from "@playwright/test";
import { DAY, NEW } from "../playwright.config";
import { PASSWORD, call, enter, go } from "./desk";

test.describe.configure({ timeout: 400_000 });

/** As `ui/src/look/look.ts` keeps it; an open page follows. */
const wear = (page: Page, look: Record<string, unknown>) =>
  page.evaluate((look) => {
    localStorage.setItem("look", JSON.stringify(look));
    window.dispatchEvent(new StorageEvent("storage", { key: "look" }));
  }, look);

/** Of what lies on top alone where something does: what is below was looked at before. */
async function faults(page: Page): Promise<string[]> {
  const top = await page.evaluate(() => [".ant-modal-wrap", ".ant-drawer"].find((layer) => document.querySelector(layer)));
  // A colour half on its way is nobody's fault.
  const still = await page.addStyleTag({ content: "*, *::before, *::after { transition: none !important; }" });
  const axe = new AxeBuilder({ page });
  const { violations } = await (top ? axe.include(top) : axe).analyze();
  await still.evaluate((style) => (style as Element).remove());
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) => nodes.slice(0, 5).map(({ target, any }) => `${id} ${target.join(" ")} ${any[0]?.message ?? ""}`));
}

/** The screen as it stands, in both themes. */
async function clean(page: Page, what: string) {
  await expect(page.locator(".ant-skeleton, .ant-spin-spinning")).toHaveCount(0, { timeout: 20_000 });
  for (const scheme of ["light", "dark"]) {
    await wear(page, { scheme });
    await expect(page.locator("html")).toHaveAttribute("data-look", scheme);
    // Colours that fade and drawers that slide are waited for.
    await page.waitForTimeout(500);
    expect.soft(await faults(page), `${what}, ${scheme}`).toEqual([]);
  }
}

const at = async (page: Page, place: string) => {
  await page.goto(`${DAY}/#/${place}`);
  await expect(page.locator(".page h4").first()).toBeVisible();
  await expect(page.locator(".ant-skeleton, .ant-spin-spinning")).toHaveCount(0);
};

const press = (page: Page, name: string | RegExp) => page.getByRole("button", { name }).first().click();

test("before one is in", async ({ page }) => {
  await page.goto(NEW);
  await expect(page.getByText("首次启动").or(page.getByLabel("姓名")).first()).toBeVisible();
  await clean(page, "first start");
  await page.goto(DAY);
  await call(page, "person_sign_out", {});
  await page.reload();
  await expect(page.getByRole("button", { name: "登录" })).toBeVisible();
  await clean(page, "sign-in");
});

test("workbench, its dialogs and the lock", async ({ page }) => {
  await enter(page, "admin", PASSWORD, DAY);
  await at(page, "board");
  await clean(page, "board");
  for (const [key, title] of [["Shift+Slash", "快捷键"], ["Alt+x", "显示"]] as const) {
    await page.keyboard.press(key);
    await expect(page.getByRole("dialog", { name: title })).toBeVisible();
    await clean(page, title);
    await page.keyboard.press("Escape");
  }
  await press(page, "交接班记录");
  await clean(page, "shift");
  await page.getByLabel(/^交班事项/).fill("下午二班出车");
  await press(page, "留给下一班");
  await page.getByText("以前留下的交接事项").click();
  await clean(page, "shift left");
  await page.keyboard.press("Escape");
  await press(page, "锁屏");
  await expect(page.getByText("服务台已锁定")).toBeVisible();
  await clean(page, "lock");
});

test("what the shift before left, and what others did", async ({ page }) => {
  const next = "接班客服二";
  await enter(page, "admin", PASSWORD, DAY);
  await call(page, "person_add", { name: next, password: PASSWORD, roles: ["agent"] });
  await enter(page, next, PASSWORD, DAY);
  await expect.poll(async () => (await call<{ values: { seen?: number } }>(page, "kept_get", {})).values.seen).toBeGreaterThan(0);
  await enter(page, "admin", PASSWORD, DAY);
  await call(page, "shift_leave", { text: "下午二班出车" });
  const { rows } = await call<{ rows: { id: number }[] }>(page, "ticket_list", { only_open: true, limit: 1 });
  const { ticket } = await call<{ ticket: { version: number } }>(page, "ticket_get", { ticket: rows[0]!.id });
  await call(page, "ticket_note", { ticket: rows[0]!.id, version: ticket.version, performed_by: null, happened_at: null, details: { note: "用户下午在家" } });
  await enter(page, next, PASSWORD, DAY);
  await expect(page.getByRole("region", { name: "交接事项" })).toBeVisible();
  await expect(page.getByRole("region", { name: "自上次查看以来" })).toBeVisible();
  await clean(page, "board with news");
});

test("report taken down", async ({ page }) => {
  await enter(page, "admin", PASSWORD, DAY);
  for (const service of ["repair", "reminder", "leak_detection", "water_quality", "community", "emergency_water"]) {
    await at(page, `intake?service=${service}`);
    await clean(page, `intake ${service}`);
  }
});

test("list and tickets", async ({ page }) => {
  await enter(page, "admin", PASSWORD, DAY);
  await at(page, "tickets");
  await clean(page, "tickets");
  await press(page, "更多筛选");
  await at(page, "tickets?service=repair&open=1&area=urban");
  await page.getByRole("checkbox", { name: "选择已读取的全部工单" }).check();
  await expect(page.getByRole("region", { name: "已选工单" })).toBeVisible();
  await clean(page, "tickets filtered and picked");
  for (const [button, title] of [["列设置", "列设置"], ["另存为视图", "另存为视图"], ["批量派工", "批量派工"]] as const) {
    await press(page, button);
    await expect(page.getByRole("dialog", { name: title })).toBeVisible();
    await clean(page, title);
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog")).toHaveCount(0);
  }
  await at(page, "tickets?text=没有这样的工单");
  await clean(page, "tickets, none found");
  for (const asked of [{ service: "repair", only_open: true }, { service: "repair", stages: ["closed"] }, { service: "water_quality" }, { service: "community" }]) {
    const { rows } = await call<{ rows: { id: number }[] }>(page, "ticket_list", { ...asked, limit: 1 });
    await at(page, `ticket/${rows[0]!.id}`);
    await clean(page, `ticket ${JSON.stringify(asked)}`);
  }
  const { rows: closed } = await call<{ rows: { id: number }[] }>(page, "ticket_list", { service: "repair", stages: ["closed"], limit: 1 });
  await at(page, `ticket/${closed[0]!.id}`);
  await press(page, /打印/);
  await page.getByRole("menuitem", { name: "派工单" }).click();
  await expect(page.locator(".pdf canvas[data-drawn=yes]").first()).toBeVisible({ timeout: 30_000 });
  await clean(page, "form shown");
  await page.keyboard.press("Escape");
  const { rows } = await call<{ rows: { id: number }[] }>(page, "ticket_list", { service: "repair", stages: ["reported", "handed_over"], limit: 1 });
  await at(page, `ticket/${rows[0]!.id}`);
  await page.locator("main .ant-btn-primary").first().click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await clean(page, "step");
});

test("crews and days", async ({ page }) => {
  await enter(page, "admin", PASSWORD, DAY);
  await at(page, "dispatch");
  await expect(page.locator("[data-card]").first()).toBeVisible();
  await clean(page, "dispatch");
  await page.keyboard.press("m");
  await page.keyboard.press("m");
  await expect(page.getByRole("dialog")).toBeVisible();
  await clean(page, "crews to choose from");
  await page.keyboard.press("1");
  await expect(page.locator(".ant-drawer-open")).toBeVisible();
  await clean(page, "given to a crew");
  await page.keyboard.press("Escape");
  for (const view of ["day", "week", "month"]) {
    await at(page, `calendar?view=${view}`);
    await clean(page, `calendar by ${view}`);
  }
  await at(page, "calendar?view=month&date=2026-10-05");
  await clean(page, "calendar with holidays");
  await at(page, "calendar?view=day&date=2025-01-05");
  await clean(page, "calendar without entries");
});

test("plan and acknowledgements", async ({ page }) => {
  await enter(page, "admin", PASSWORD, DAY);
  await at(page, "plan");
  await clean(page, "plan");
  await page.getByText("日历", { exact: true }).click();
  await clean(page, "plan as a calendar");
  await at(page, "acknowledgements");
  await clean(page, "acknowledgements");
});

test("the month, its charts and tables, its drawers", async ({ page }) => {
  await enter(page, "admin", PASSWORD, DAY);
  await at(page, "report");
  await expect(page.locator("#charts svg").first()).toBeVisible();
  await clean(page, "report");
  await page.keyboard.press("t");
  await clean(page, "report with tables");
  await press(page, /^受理事项/);
  await expect(page.getByRole("dialog")).toBeVisible();
  await clean(page, "behind a figure");
  await page.keyboard.press("Escape");
  await press(page, "预览和打印");
  await expect(page.locator(".pdf canvas").first()).toBeVisible({ timeout: 30_000 });
  await clean(page, "preview");
});

test("office", async ({ page }) => {
  await enter(page, "admin", PASSWORD, DAY);
  await at(page, "people");
  await clean(page, "people");
  await press(page, "添加人员");
  await clean(page, "person added");
  await page.keyboard.press("Escape");
  await at(page, "settings");
  for (const tab of ["公司、时限、班组", "工作时间与节假日", "封存密钥", "水质标准", "到期清除", "备份"]) {
    await page.getByRole("tab", { name: tab }).click();
    await expect(page.locator(".ant-skeleton")).toHaveCount(0);
    await clean(page, tab);
  }
  await at(page, "journal");
  await clean(page, "journal");
});

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

test("the look is chosen by keyboard, stays, and is there before the desk is", async ({ page }) => {
  await enter(page, "admin", PASSWORD, DAY);
  await page.keyboard.press("Alt+x");
  const dialog = page.getByRole("dialog", { name: "显示" });
  await dialog.getByText("深色").click();
  await dialog.getByText("特大").click();
  await dialog.getByRole("switch", { name: "紧凑" }).press("Space");
  await page.keyboard.press("Escape");
  await expect(page.locator("html")).toHaveAttribute("data-look", "dark");
  const size = () => page.evaluate(() => getComputedStyle(document.querySelector("#root > .ant-app")!).fontSize);
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
  expect(await page.evaluate(() => getComputedStyle(document.querySelector(".customer")!).backgroundColor)).toBe("rgb(255, 255, 255)");
});

test("households", async ({ page }) => {
  await enter(page, "admin", PASSWORD, DAY);
  await at(page, "household");
  await clean(page, "households, nothing looked for");
  const box = page.getByLabel("查找用户");
  await box.fill("没有这一户");
  await expect(page.getByText(/没有找到/)).toBeVisible();
  await clean(page, "households, none found");
  await box.fill("小区");
  await expect(page.locator("tr.row-link").first()).toBeVisible();
  await page.keyboard.press("ArrowDown");
  await clean(page, "households found");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: /编辑/ })).toBeVisible();
  await clean(page, "household");
  const account = (await page.locator("h4").innerText()).match(/户号\s*(\S+)/)![1]!;
  await page.keyboard.press("e");
  await page.getByRole("button", { name: "添加电话" }).click();
  await clean(page, "household edited");
  await page.keyboard.press("Escape");
  await at(page, "household");
  await page.keyboard.press("Alt+n");
  const form = page.locator(".ant-drawer-content-wrapper");
  await form.getByLabel("户号", { exact: true }).fill(account);
  await form.getByLabel("用户姓名").fill("演示用户");
  await form.getByLabel("详细地址").fill("演示花园 3 号楼");
  await page.keyboard.press("Control+Enter");
  await expect(form.getByText(/^户号 \S+ 已有档案/)).toBeVisible();
  await clean(page, "account number taken");
});
