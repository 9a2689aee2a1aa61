// Every screen of the desk shows what it is for, from demo data.
import { expect, test } from "@playwright/test";
import { call, drawer, enter, go, picture, places, saved } from "./desk";

test("sign-in says why it failed and lets the right password in", async ({ page }) => {
  await page.goto("/");
  await call(page, "person_sign_out", {});
  await page.reload();
  await expect(page.getByText("演示数据")).toBeVisible();
  await page.getByLabel("姓名").fill("admin");
  await picture(page, "sign-in");
  await page.getByLabel("密码").fill("wrong-password");
  await page.keyboard.press("Enter");
  await expect(page.getByText("姓名或密码不正确，请重新输入。")).toBeVisible();
  await page.getByLabel("密码").fill("Demo-2026");
  await page.keyboard.press("Enter");
  await expect(places(page).filter({ hasText: "工作台" })).toBeVisible();
});

test("the workbench shows running clocks, the soonest first, and counts on", async ({ page }) => {
  await enter(page);
  await go(page, "工作台");
  const row = page.locator("tbody tr.row-link").first();
  await expect(row).toBeVisible();
  const limits = await call<{ rows: { next_limit: number | null }[] }>(page, "ticket_board", {});
  const known = limits.rows.map((row) => row.next_limit).filter((at) => at !== null);
  expect(known).toEqual([...known].sort((a, b) => a - b));
  await expect(page.locator("tbody tr.row-link")).toHaveCount(limits.rows.length);
  const head = page.getByText(/^北京时间/);
  const before = await head.textContent();
  await expect(head).not.toHaveText(before ?? "", { timeout: 4000 });
});

test("the workbench says what waits for the roles of who looks, and leads to it", async ({ page }) => {
  await enter(page, "演示总工办");
  const { todo } = await call<{ todo: { todo: string; count: number }[] }>(page, "ticket_board", {});
  expect(todo.map(({ todo }) => todo)).toEqual(["approve_extension", "assign", "conclude", "verify_hours"]);
  const hours = todo.find(({ todo }) => todo === "verify_hours")?.count ?? 0;
  expect(hours).toBeGreaterThan(0);
  await page.getByRole("navigation", { name: "我的工作" }).getByRole("link", { name: "工时待核定" }).press("Enter");
  await expect(page.getByRole("heading", { name: "工单列表" })).toBeVisible();
  await expect(page.locator("tbody tr.row-link")).toHaveCount(hours);
  await go(page, "工作台");
  await page.getByText(/^图表：各环节的工单/).press("Enter");
  await expect(page.getByRole("img", { name: /^各环节的工单/ }).locator("svg")).toBeVisible();
  await page.keyboard.press("t");
  await page.getByRole("link", { name: "待派工" }).press("Enter");
  await expect(page).toHaveURL(/\/tickets\?stage=handed_over$/);
});

test("the list finds a ticket by its number and follows its filters", async ({ page }) => {
  await enter(page);
  await go(page, "工单列表");
  const first = page.locator("tbody tr.row-link").first();
  const number = (await first.locator("a").first().textContent()) ?? "";
  await picture(page, "tickets");
  // It goes on by itself, and draws no more than is seen.
  await expect(page.getByText("已列出 100 张")).toBeVisible();
  await page.locator(".endless").evaluate((list) => list.scrollTo(0, list.scrollHeight));
  await expect(page.getByText(/已列出 200 张|^共 \d{3} 张/)).toBeVisible();
  expect(await page.locator("tbody tr.row-link").count()).toBeLessThan(60);
  await page.getByLabel("查找工单").fill(number);
  await page.keyboard.press("Enter");
  await expect(page.locator("tbody tr.row-link")).toHaveCount(1);
  await page.locator("tbody tr.row-link").first().focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: number })).toBeVisible();
});

test("a finished ticket shows clocks, facts and its time line", async ({ page }) => {
  await enter(page);
  const closed = await call<{ rows: { id: number; number: string }[] }>(page, "ticket_list", { stages: ["closed"], service: "repair" });
  const ticket = closed.rows[0];
  expect(ticket).toBeTruthy();
  await page.goto(`/#/ticket/${ticket!.id}`);
  await expect(page.getByRole("heading", { name: ticket!.number })).toBeVisible();
  for (const clock of ["转派时限", "到场时限", "办结时限"]) {
    await expect(page.getByRole("group", { name: clock, exact: true })).toBeVisible();
  }
  await expect(page.getByText("材料（用户自备）").first()).toBeVisible();
  await picture(page, "ticket");
  await page.getByRole("button", { name: /打印/ }).click();
  const file = await saved(page, () => page.getByRole("menuitem", { name: "用户签字确认单" }).click());
  expect(file.suggestedFilename()).toMatch(/\.pdf$/);
});

test("the month shows figures that can be followed to their tickets, and is saved as PDF", async ({ page }) => {
  await enter(page);
  await go(page, "月报");
  await expect(page.getByRole("button", { name: /^受理事项/ })).toBeVisible();
  const { months } = await call<{ months: string[] }>(page, "report_months", {});
  const month = months[1] ?? months[0]!;
  await page.getByLabel("报告期", { exact: true }).click();
  await page.getByTitle(`${month.slice(0, 4)}年${Number(month.slice(5))}月`).click();
  const { figures } = await call<{ figures: { code: string; text: string }[] }>(page, "report_figures", { span: month });
  const received = figures.find(({ code }) => code === "received")!;
  await expect(page.getByRole("button", { name: new RegExp(`^受理事项 ${received.text} `) })).toBeVisible();
  await picture(page, "report");
  const pdf = await saved(page, () => page.getByRole("button", { name: "预览和打印" }).click());
  expect(pdf.suggestedFilename()).toBe(`月度服务报告-${month}.pdf`);
  for (const [button, name] of [["保存 Excel", `月度服务报告-${month}.xlsx`], ["保存明细 CSV", `工单明细-${month}.csv`]] as const) {
    const file = page.waitForEvent("download");
    await page.getByRole("button", { name: /其他报表/ }).click();
    await page.getByRole("menuitem", { name: button }).click();
    expect((await file).suggestedFilename()).toBe(name);
  }
  await page.getByRole("button", { name: /^受理事项/ }).click();
  await expect(page.locator(".ant-drawer tbody tr.row-link").first()).toBeVisible();
  await picture(page, "report-tickets");
});

test("a month is closed, what comes later is told in the next, and it is opened again with a reason", async ({ page }) => {
  await enter(page);
  const pick = async (month: string) => {
    await page.getByLabel("报告期", { exact: true }).click();
    await page.getByTitle(`${month.slice(0, 4)}年${Number(month.slice(5))}月`).click();
  };
  await go(page, "月报");
  await expect(page.getByText(/还没有结束/)).toBeVisible();
  await pick("2026-10");
  await page.getByRole("button", { name: /^封\s?账$/ }).click();
  const dialog = page.getByRole("dialog", { name: "封账：2026年10月" });
  await expect(dialog.getByText(/列为补报/)).toBeVisible();
  await dialog.getByRole("button", { name: /^封\s?账$/ }).click();
  await expect(page.getByText(/由 admin 封账，数字不再变化。/)).toBeVisible();
  const value = page.getByRole("button", { name: /^受理事项/ });
  const before = await value.textContent();
  const asked = { kind: "repair", meter_side: "after", fault: "leak", situation: "漏登的一张：厨房接头漏水", materials_told: true };
  const open = { received_at: Date.parse("2026-10-30T16:00:00+08:00"), channel: "hotline", name: "演示用户", phone: "12000000003", address: "演示花园 7 号楼 1 单元 303 室", area: "urban", asked };
  const made = await call<{ value: { ticket: { number: string } } }>(page, "ticket_open", { open });
  await page.reload();
  await expect(page.getByText("补报（以前月份封账以后补录的）")).toBeVisible();
  await expect(page.locator("tr", { hasText: "受理事项" }).getByText("2026年10月")).toBeVisible();
  await picture(page, "late");
  await page.locator("tr", { hasText: "受理事项" }).getByRole("button", { name: "2026年10月" }).click();
  await expect(page.getByText("封账以后有 1 张工单补录或变动")).toBeVisible();
  expect(await value.textContent()).toBe(before);
  await picture(page, "closed");
  await page.getByRole("button", { name: "查看变动" }).click();
  const changes = drawer(page);
  await expect(changes.getByRole("link", { name: made.value.ticket.number }).first()).toBeVisible();
  await expect(changes.locator("tr", { hasText: "受理事项" }).getByText("不计")).toBeVisible();
  await picture(page, "closed-changes");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "重新打开" }).click();
  const again = page.getByRole("dialog", { name: "重新打开：2026年10月" });
  await page.keyboard.press("Enter");
  await expect(again.getByText("请填写原因。")).toBeVisible();
  await again.getByLabel("原因").fill("补录漏登工单");
  await page.keyboard.press("Enter");
  await expect(again).toHaveCount(0);
  await expect(page.getByText("这个月还没有封账，补录的内容会改变以下数字。")).toBeVisible();
  expect(await value.textContent()).not.toBe(before);
});

test("signed records are listed with their hash", async ({ page }) => {
  await enter(page);
  await go(page, "签字记录");
  await expect(page.locator("tbody code").first()).toHaveText(/^[0-9a-f]{64}$/);
  await picture(page, "acknowledgements");
  // One stop of the keyboard: what is made of a record is made of the one it stands at.
  const row = page.locator("tbody tr.row-link").nth(1);
  const number = (await row.getAttribute("aria-label"))!.replace("签字确认单 ", "");
  for (const key of ["l", "ArrowDown"]) await page.keyboard.press(key);
  await expect(row).toBeFocused();
  const bundle = page.waitForEvent("download");
  await page.keyboard.press("e");
  expect((await bundle).suggestedFilename()).toContain(number);
  await page.keyboard.press("p");
  await expect(page.getByRole("dialog").getByText(/^第 1 页，共 \d+ 页/)).toBeVisible({ timeout: 20_000 });
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(row).toBeFocused();
  const ticket = await row.getByRole("link").textContent();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: ticket! })).toBeVisible();
});

test("the journal is listed and verified", async ({ page }) => {
  await enter(page);
  await go(page, "审计");
  await page.getByRole("button", { name: "校验全部记录" }).click();
  await expect(page.getByText(/^校验通过：\d+ 条记录/)).toBeVisible({ timeout: 20_000 });
  await expect(page.locator("tbody code").first()).toHaveText(/^[0-9a-f]{64}$/);
  await expect(page.locator("tbody a", { hasText: /^[A-Z]{2}\d{10}$/ }).first()).toBeVisible();
  await picture(page, "journal");
});

test("people are added, and a role sees only its own places", async ({ page }) => {
  await enter(page);
  await go(page, "人员");
  await picture(page, "people");
  await page.getByRole("button", { name: "添加人员" }).click();
  const name = `演示新坐席${Date.now() % 100_000}`;
  await page.getByLabel("姓名").fill(name);
  await page.getByLabel("岗位").click();
  await page.getByTitle("热线坐席").click();
  await page.keyboard.press("Escape");
  await page.getByLabel("初始密码").fill("short");
  await page.getByRole("dialog").getByRole("button", { name: /添加$/ }).click();
  await expect(page.getByText(/密码至少 8 位/)).toBeVisible();
  await page.getByLabel("初始密码").fill("Demo-2026-2");
  await page.getByRole("dialog").getByRole("button", { name: /添加$/ }).click();
  await expect(page.getByRole("cell", { name, exact: true })).toBeVisible();
  await enter(page, name, "Demo-2026-2");
  await expect(places(page).filter({ hasText: "来电受理" })).toBeVisible();
  await expect(places(page).filter({ hasText: "人员" })).toHaveCount(0);
  await expect(places(page).filter({ hasText: "审计" })).toHaveCount(0);
});

test("settings and the calendar are changed, and bad days are refused", async ({ page }) => {
  await enter(page);
  await go(page, "设置与日历");
  const motto = page.getByLabel("服务口号");
  await expect(motto).toBeVisible();
  await picture(page, "settings");
  await motto.fill("辛苦我一个、幸福千万家！");
  await page.getByRole("button", { name: "保存设置" }).click();
  await expect(page.getByText("设置已保存。")).toBeVisible();
  await page.getByRole("tab", { name: "工作时间与节假日" }).click();
  await expect(page.getByText("法定节假日与调休")).toBeVisible();
  await picture(page, "calendar");
  await page.getByPlaceholder("01-01~01-03 02-15~02-23").first().fill("02-30");
  await page.getByRole("button", { name: "保存日历" }).click();
  await expect(page.getByText(/日期须真实存在/)).toBeVisible();
});

test("the company's logo is brought, seen, refused where it cannot be printed, and taken away", async ({ page }) => {
  await enter(page);
  await go(page, "设置与日历");
  const card = page.locator(".ant-card", { hasText: "公司标志" });
  await expect(card.getByText("尚未设置，封面使用本系统的水滴标志。")).toBeVisible();
  const bring = (name: string, buffer: Buffer) =>
    card.locator("input[type=file]").setInputFiles({ name, mimeType: "image/png", buffer });
  // A screenshot is a PNG like any other.
  await bring("标志.png", await places(page).filter({ hasText: "工作台" }).screenshot());
  await expect(card.getByAltText("公司标志：标志.png")).toBeVisible();
  await bring("标志.png", Buffer.from("没有图片"));
  await expect(card.getByText("标志须为可以打开的 PNG 或 JPEG 图片，请换一个文件。")).toBeVisible();
  await expect(card.getByAltText("公司标志：标志.png")).toBeVisible();
  const remove = card.getByRole("button", { name: "移除" });
  await remove.press("Enter");
  await expect(page.getByRole("dialog").getByRole("button", { name: "移除" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(remove).toBeFocused();
  await remove.press("Enter");
  await expect(page.getByRole("dialog").getByRole("button", { name: "移除" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(card.getByText("尚未设置，封面使用本系统的水滴标志。")).toBeVisible();
});

test("the lock hides the desk and keeps what was being typed", async ({ page }) => {
  await enter(page);
  await go(page, "来电受理");
  await page.getByLabel("详细地址").fill("演示小区 3 号楼 2 单元 501");
  await page.getByRole("button", { name: "锁屏" }).click();
  await expect(page.getByText("服务台已锁定")).toBeVisible();
  await expect(page.getByLabel("详细地址")).toBeHidden();
  await picture(page, "lock");
  await page.getByLabel("密码").fill("Demo-2026");
  await page.keyboard.press("Enter");
  await expect(page.getByLabel("详细地址")).toHaveValue("演示小区 3 号楼 2 单元 501");
});
