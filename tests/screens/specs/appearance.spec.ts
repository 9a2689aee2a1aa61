// Every screen and its main dialogs, in both themes and on both sizes of screen: as it looked when somebody last looked at its pictures
// (`looks`), and before axe without a serious or critical fault.
// `npm run screenshots` renews the pictures that changed: look at each of them.
import { resolve } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import { expect, test, type Locator, type Page } from "@playwright/test";
import { LOOKS, LOOKS_NOW, NEW } from "../playwright.config";
import { PASSWORD, call, drawer, enter, png, press as take, still, wear, write } from "./desk";

test.describe.configure({ timeout: 400_000 });

const SMALL = { width: 1366, height: 768 };
const LARGE = { width: 1920, height: 1080 };

/** Time stands still for the page, so that what counts down says the same in every run. For the program it goes on; its desk begins
 * where no clock runs out for three quarters of an hour. */
test.beforeEach(async ({ page }) => {
  const now = Date.parse(LOOKS_NOW);
  await page.clock.setFixedTime(now);
  await page.addInitScript((now) => {
    const json = Response.prototype.json;
    Response.prototype.json = async function () {
      const value = (await json.call(this)) as unknown;
      // Two answers come in one where somebody signs in.
      for (const one of [value].flat() as ({ now?: unknown } | null)[]) if (typeof one?.now === "number") one.now = now;
      return value;
    };
  }, now);
});

/** What lies on top alone, where something does: what is below was looked at before. */
const onTop = (page: Page) =>
  page.evaluate(() => [".ant-modal-wrap .ant-modal", ".ant-drawer .ant-drawer-section", ".ant-image-preview"].find((layer) => document.querySelector(layer)));

/** In the second theme only what colours can do wrong is another matter. */
async function faults(page: Page, top: string | undefined, again: boolean): Promise<string[]> {
  const axe = new AxeBuilder({ page });
  if (top) axe.include(top);
  if (again) axe.withRules(["color-contrast", "link-in-text-block"]);
  const { violations } = await axe.analyze();
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) => nodes.slice(0, 5).map(({ target, any }) => `${id} ${target.join(" ")} ${any[0]?.message ?? ""}`));
}

/** The screen as it stands: what axe says of both themes, and its pictures. A dialog is as large on every screen; by day it is looked at on both. */
async function good(page: Page, name: string, ...mask: Locator[]) {
  const ready = () => expect(page.locator(".ant-skeleton, .ant-spin-spinning")).toHaveCount(0, { timeout: 20_000 });
  await ready();
  await still(page);
  // Nothing is pointed at.
  await page.mouse.move(0, 0);
  const top = await onTop(page);
  for (const [scheme, size] of [["light", SMALL], ["light", LARGE], ["dark", LARGE], ["dark", SMALL]] as const) {
    if (top && scheme === "dark" && size === LARGE) continue;
    await wear(page, { scheme });
    await expect(page.locator("html")).toHaveAttribute("data-look", scheme);
    await page.setViewportSize(size);
    await ready();
    const shown = top ? page.locator(top).last() : page;
    await expect.soft(shown).toHaveScreenshot(`${name}-${scheme}-${size.width}.png`, { mask });
    if (size === SMALL) expect.soft(await faults(page, top, scheme === "dark"), `${name}, ${scheme}`).toEqual([]);
  }
}

const at = async (page: Page, place: string) => {
  await page.goto(`${LOOKS}/#/${place}`);
  await expect(page.locator(".page h4").first()).toBeVisible();
  await expect(page.locator(".ant-skeleton, .ant-spin-spinning")).toHaveCount(0);
};

const press = (page: Page, name: string | RegExp) => page.getByRole("button", { name }).first().click();

test("before one is in", async ({ page }) => {
  await page.goto(NEW);
  await expect(page.getByText("首次启动").or(page.getByLabel("姓名")).first()).toBeVisible();
  await good(page, "first-start");
  await page.goto(LOOKS);
  await call(page, "person_sign_out", {});
  await page.reload();
  await expect(page.getByRole("button", { name: "登录" })).toBeVisible();
  await good(page, "sign-in");
});

test("workbench, its dialogs and the lock", async ({ page }) => {
  await enter(page, "admin", PASSWORD, LOOKS);
  await at(page, "board");
  await good(page, "board");
  for (const [key, title, name] of [["Shift+Slash", "快捷键", "keys"], ["Alt+x", "显示", "look"]] as const) {
    await page.keyboard.press(key);
    await expect(page.getByRole("dialog", { name: title })).toBeVisible();
    await good(page, name);
    await page.keyboard.press("Escape");
  }
  await page.keyboard.press("v");
  await expect(page.getByRole("img", { name: /^今日来单/ }).locator("svg")).toBeVisible();
  await good(page, "board-charts");
  await page.keyboard.press("v");
  await page.keyboard.press("F3");
  await expect(page.getByRole("combobox", { name: "快速查找" })).toBeFocused();
  // Without its list, which stands where the field was when one began to type, a point higher or lower.
  await good(page, "quick-find");
  await page.keyboard.press("Escape");
  await press(page, "交接班记录");
  await good(page, "shift");
  await page.getByLabel(/^交班事项/).fill("下午二班出车");
  await press(page, "留给下一班");
  await page.getByText("以前留下的交接事项").click();
  await good(page, "shift-left");
  await page.keyboard.press("Escape");
  await press(page, "锁屏");
  await expect(page.getByText("服务台已锁定")).toBeVisible();
  await good(page, "lock");
});

test("what the shift before left, and what others did", async ({ page }) => {
  const next = "接班客服二";
  await enter(page, "admin", PASSWORD, LOOKS);
  await call(page, "person_add", { name: next, password: PASSWORD, roles: ["agent"] });
  await enter(page, next, PASSWORD, LOOKS);
  await expect.poll(async () => (await call<{ values: { seen?: number } }>(page, "kept_get", {})).values.seen).toBeGreaterThan(0);
  await enter(page, "admin", PASSWORD, LOOKS);
  await call(page, "shift_leave", { text: "下午二班出车" });
  const { rows } = await call<{ rows: { id: number }[] }>(page, "ticket_list", { service: "leak_detection", only_open: true, limit: 1 });
  const { ticket } = await call<{ ticket: { version: number } }>(page, "ticket_get", { ticket: rows[0]!.id });
  await call(page, "ticket_note", { ticket: rows[0]!.id, version: ticket.version, performed_by: null, happened_at: null, details: { note: "用户下午在家" } });
  await enter(page, next, PASSWORD, LOOKS);
  await expect(page.getByRole("region", { name: "交接事项" })).toBeVisible();
  await expect(page.getByRole("region", { name: "自上次查看以来" })).toBeVisible();
  await good(page, "board-with-news");
});

test("report taken down", async ({ page }) => {
  await enter(page, "admin", PASSWORD, LOOKS);
  for (const service of ["repair", "reminder", "leak_detection", "water_quality", "community", "emergency_water"]) {
    await at(page, `intake?service=${service}`);
    await good(page, `intake-${service}`);
  }
});

test("list and tickets", async ({ page }) => {
  await enter(page, "admin", PASSWORD, LOOKS);
  await at(page, "tickets");
  await good(page, "tickets");
  await press(page, "更多筛选");
  await at(page, "tickets?service=repair&open=1&area=urban");
  await page.getByRole("checkbox", { name: "选择已列出的全部工单" }).check();
  await expect(page.getByRole("region", { name: "已选工单" })).toBeVisible();
  await good(page, "tickets-picked");
  for (const [title, name] of [["列设置", "columns"], ["另存为视图", "view"], ["批量派工", "give-many"]] as const) {
    await press(page, title);
    await expect(page.getByRole("dialog", { name: title })).toBeVisible();
    await good(page, name);
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog")).toHaveCount(0);
  }
  await at(page, "tickets?text=没有这样的工单");
  await good(page, "tickets-none");
  for (const [name, asked] of [
    ["open", { service: "repair", only_open: true }],
    ["closed", { service: "repair", stages: ["closed"] }],
    ["water", { service: "water_quality" }],
    ["community", { service: "community" }],
  ] as const) {
    const { rows } = await call<{ rows: { id: number }[] }>(page, "ticket_list", { ...asked, limit: 1 });
    await at(page, `ticket/${rows[0]!.id}`);
    await good(page, `ticket-${name}`);
  }
  const { rows: closed } = await call<{ rows: { id: number }[] }>(page, "ticket_list", { service: "repair", stages: ["closed"], limit: 1 });
  await at(page, `ticket/${closed[0]!.id}`);
  await press(page, /打印/);
  await page.getByRole("menuitem", { name: "派工单" }).click();
  await expect(page.locator(".pdf canvas[data-drawn=yes]").first()).toBeVisible({ timeout: 30_000 });
  await good(page, "form");
  await page.keyboard.press("Escape");
  const { rows } = await call<{ rows: { id: number }[] }>(page, "ticket_list", { service: "repair", stages: ["reported", "handed_over"], limit: 1 });
  await at(page, `ticket/${rows[0]!.id}`);
  await page.locator("main .ant-btn-primary").first().click();
  // Its first field waits for what is typed.
  await expect(page.getByRole("dialog").getByLabel("生调部接收人")).toBeFocused();
  await good(page, "step");
});

test("households", async ({ page }) => {
  await enter(page, "admin", PASSWORD, LOOKS);
  await at(page, "household");
  await good(page, "households");
  const box = page.getByLabel("查找用户");
  await box.fill("没有这一户");
  await expect(page.getByText(/没有找到/)).toBeVisible();
  await good(page, "households-none");
  await box.fill("小区");
  await expect(page.locator("tr.row-link").first()).toBeVisible();
  await page.keyboard.press("ArrowDown");
  await good(page, "households-found");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: /编辑/ })).toBeVisible();
  await good(page, "household");
  const account = (await page.locator("h4").innerText()).match(/户号\s*(\S+)/)![1]!;
  await page.keyboard.press("e");
  await page.getByRole("button", { name: "添加电话" }).click();
  await good(page, "household-edit");
  await page.keyboard.press("Escape");
  await at(page, "household");
  await page.keyboard.press("Alt+n");
  const form = page.locator(".ant-drawer-content-wrapper");
  await expect(form.getByLabel("户号", { exact: true })).toBeFocused();
  await form.getByLabel("户号", { exact: true }).fill(account);
  await form.getByLabel("用户姓名").fill("演示用户");
  await form.getByLabel("详细地址").fill("演示花园 3 号楼");
  await page.keyboard.press("Control+Enter");
  await expect(form.getByText(/^户号 \S+ 已有档案/)).toBeVisible();
  await good(page, "household-taken");
});

test("crews and days", async ({ page }) => {
  await enter(page, "admin", PASSWORD, LOOKS);
  await at(page, "dispatch");
  await expect(page.locator("[data-card]").first()).toBeVisible();
  await good(page, "dispatch");
  await page.keyboard.press("m");
  await page.keyboard.press("m");
  await expect(page.getByRole("dialog")).toBeVisible();
  await good(page, "crews");
  await page.keyboard.press("1");
  await expect(page.locator(".ant-drawer-open")).toBeVisible();
  await good(page, "given");
  await page.keyboard.press("Escape");
  for (const view of ["day", "week", "month"]) {
    await at(page, `calendar?view=${view}`);
    await good(page, `calendar-${view}`);
  }
  await at(page, "calendar?view=month&date=2026-10-05");
  await good(page, "calendar-holidays");
  await at(page, "calendar?view=day&date=2025-01-05");
  await good(page, "calendar-empty");
});

test("plan and acknowledgements", async ({ page }) => {
  await enter(page, "admin", PASSWORD, LOOKS);
  await at(page, "plan");
  await good(page, "plan");
  await at(page, "acknowledgements");
  await good(page, "acknowledgements");
});

test("the month, its charts and tables, its drawers", async ({ page }) => {
  await enter(page, "admin", PASSWORD, LOOKS);
  await at(page, "report");
  await expect(page.locator("#charts svg").first()).toBeVisible();
  await good(page, "report");
  const charts = () => page.locator("#charts").evaluate((charts) => charts.scrollIntoView());
  await charts();
  await good(page, "report-charts");
  await page.keyboard.press("t");
  await charts();
  await good(page, "report-tables");
  await press(page, /^受理事项/);
  await expect(page.getByRole("dialog")).toBeVisible();
  await good(page, "behind");
  await page.keyboard.press("Escape");
  await press(page, "预览和打印");
  await expect(page.locator(".pdf canvas").first()).toBeVisible({ timeout: 30_000 });
  await good(page, "preview");
});

test("office", async ({ page }) => {
  await enter(page, "admin", PASSWORD, LOOKS);
  await at(page, "people");
  await good(page, "people");
  await press(page, "添加人员");
  await good(page, "person-add");
  await page.keyboard.press("Escape");
  await at(page, "settings");
  for (const [tab, name] of [
    ["公司、时限、班组", "company"],
    ["常用语", "snippets"],
    ["工作时间与节假日", "hours"],
    ["封存密钥", "keys"],
    ["水质标准", "standard"],
    ["到期清除", "erasure"],
    ["备份", "backup"],
  ] as const) {
    await page.getByRole("tab", { name: tab }).click();
    await expect(page.locator(".ant-skeleton")).toHaveCount(0);
    await good(page, `settings-${name}`);
  }
  await at(page, "journal");
  // Its newest lines are the tests that ran before.
  await good(page, "journal", page.locator("tbody"));
});

// What it imports stands in lists afterwards.
test("sheets of the office, old tickets, updates", async ({ page }) => {
  await enter(page, "admin", PASSWORD, LOOKS);
  const form = drawer(page);
  const sheet = async (key: string, rows: readonly string[]) => {
    await at(page, "household");
    await page.keyboard.press(key);
    await expect(form.getByRole("button", { name: "选择表格" })).toBeFocused();
    return () => form.locator("input[type=file]").setInputFiles({ name: "用户台账.csv", mimeType: "text/csv", buffer: Buffer.from(`\uFEFF${rows.join("\n")}\n`) });
  };
  const households = await sheet("Alt+i", [
    "演示供水公司用户档案,,,,",
    "用户编号,户名,联系电话,用水地址,备注",
    "98200001,演示住户甲,张先生 12000000081，座机0533-5270300,演示花园 7 号楼,",
    "98200002,,12000000082,演示花园 8 号楼,",
    "98200003,演示住户丙,12,演示花园 9 号楼,",
  ]);
  await good(page, "import");
  await households();
  await expect(form.getByText(/表头以下共 3 行有内容/)).toBeVisible();
  await good(page, "import-heads");
  await page.keyboard.press("Control+Enter");
  await expect(form.getByText("导入为").first()).toBeVisible();
  await good(page, "import-columns");
  await page.keyboard.press("Control+Enter");
  await expect(form.getByText(/^可导入/)).toBeVisible();
  await good(page, "import-checked");
  await page.keyboard.press("Control+Enter");
  await expect(form.getByText(/^已导入/)).toBeVisible();
  await good(page, "import-done");
  await form.getByRole("button", { name: "完成" }).click();

  const old = await sheet("Alt+o", [
    "报修单号,报修时间,业务类型,报修人,联系电话,报修内容,处理情况",
    "BX-9301,2023/5/6 8:30,义务维修,演示住户甲,12000000081,厨房角阀漏水,已更换角阀",
    "BX-9302,2023年6月1日,爆管抢修,演示住户甲,12000000081,单元门前冒水,已止水",
  ]);
  await old();
  await expect(form.getByText(/表头以下共 2 行有内容/)).toBeVisible();
  await page.keyboard.press("Control+Enter");
  await expect(form.getByLabel("来源")).toBeVisible();
  await good(page, "import-old");
  await page.keyboard.press("Control+Enter");
  await expect(form.getByText(/^可导入/)).toBeVisible();
  await page.keyboard.press("Control+Enter");
  await expect(form.getByText(/^已导入/)).toBeVisible();
  await form.getByRole("button", { name: "完成" }).click();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await at(page, "tickets?text=BX-93");
  await expect(page.getByText("旧工单（只供查阅）中有这样的编号：")).toBeVisible();
  await good(page, "tickets-old");
  await page.getByRole("link", { name: "BX-9301" }).click();
  await expect(page.getByText("已更换角阀")).toBeVisible();
  await good(page, "old-ticket");
  await at(page, "intake");
  await page.getByLabel("查找用户").fill("98200001");
  await page.getByLabel("查找用户").press("Enter");
  await expect(page.locator(".known")).toContainText("旧工单（只供查阅）");
  await good(page, "intake-known");

  await at(page, "settings");
  await page.getByRole("tab", { name: "备份与更新" }).click();
  await page.getByLabel("更新文件").fill(resolve("../update/Yanshen-999.0.0-x64.exe"));
  await page.getByLabel("更新文件").press("Enter");
  await expect(page.getByText("999.0.0", { exact: true })).toBeVisible();
  // The path is another one on every computer.
  await good(page, "update", page.getByLabel("更新文件"));
  await press(page, "安装更新");
  await expect(page.getByText("安装版本 999.0.0？").last()).toBeVisible();
  await good(page, "update-asked");
});

// What it reports and signs stands in lists afterwards.
test("what is signed, what is read out, what is attached", async ({ page }) => {
  await enter(page, "admin", PASSWORD, LOOKS);
  await at(page, "acknowledgements");
  for (const [shelf, name] of [["待签字", "waiting"], ["扫描登记", "scan"], ["查验", "prove"]] as const) {
    await page.locator(".ant-segmented-item", { hasText: shelf }).click();
    await good(page, `acknowledgements-${name}`);
  }
  const { rows: signed } = await call<{ rows: { ticket: number; number: string }[] }>(page, "acknowledgement_list", { way: "on_screen" });
  const { base64 } = await call<{ base64: string }>(page, "ticket_print", { ticket: signed[0]!.ticket, page: "acknowledgement", record: signed[0]!.number });
  await page.locator("input[type=file]").setInputFiles({ name: "确认单.pdf", mimeType: "application/pdf", buffer: Buffer.from(base64, "base64") });
  await expect(page.getByText("未经改动，由演示密钥封存，不能作为凭据").first()).toBeVisible();
  await good(page, "acknowledgements-proved");

  const { rows: told } = await call<{ rows: { id: number }[] }>(page, "ticket_list", { todo: "sign", limit: 1 });
  await at(page, `ticket/${told[0]!.id}`);
  await take(page, "签字确认");
  const form = drawer(page);
  await expect(form.getByRole("button", { name: "给用户看并签字" })).toBeVisible();
  await good(page, "sign");
  await form.getByRole("button", { name: "给用户看并签字" }).click();
  await write(page, page.locator(".facing"));
  await good(page, "sign-facing");
  await page.locator(".facing").getByRole("button", { name: "签好了，交还工作人员" }).click();
  await expect(page.locator(".facing")).toHaveCount(0);
  await page.keyboard.press("Escape");

  await at(page, "intake");
  await page.getByLabel("用户姓名").fill("演示用户");
  await page.getByLabel("联系电话").fill("12000000009");
  await page.getByLabel("详细地址").fill("演示花园 9 号楼 2 单元 301 室");
  await page.getByLabel("情况说明").fill("厨房水管漏水");
  await page.keyboard.press("Control+Enter");
  await expect(page.getByTestId("taken-number")).toHaveText(/^WX/);
  // What it promises counts from when the program took it, whose time goes on.
  await good(page, "taken", page.locator(".taken-grid"));

  const { rows: open } = await call<{ rows: { id: number }[] }>(page, "ticket_list", { service: "repair", only_open: true, limit: 1 });
  await at(page, `ticket/${open[0]!.id}`);
  await page.keyboard.press("a");
  const files = [{ name: "表井.png", mimeType: "image/png", buffer: png(400, 300, [180, 60, 50]) }];
  await form.locator("input[type=file]").setInputFiles(files);
  await good(page, "attach");
  await page.keyboard.press("Control+Enter");
  await expect(page.locator(".ant-drawer-content-wrapper")).toHaveCount(0);
  await page.getByRole("button", { name: "查看 表井.png" }).press("Enter");
  await expect.poll(() => page.locator(".ant-image-preview img").evaluate((one: HTMLImageElement) => one.naturalWidth)).toBe(400);
  // The clocks below go on.
  await page.addStyleTag({ content: "#root { visibility: hidden }" });
  await good(page, "photo");
});
