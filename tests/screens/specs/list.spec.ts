// 工单列表: columns, views, filters, a list without an end, many tickets given to one crew, a spreadsheet; by keyboard.
import { expect, test, type Page } from "@playwright/test";
import { DAY } from "../playwright.config";
import { PASSWORD, call, enter, picture, still } from "./desk";

interface Row {
  id: number;
  number: string;
  version: number;
  stage: string;
  crew: string | null;
}

const rows = (page: Page) => page.locator("tbody tr.row-link");
const heads = (page: Page) => page.locator(".endless thead th[aria-label]").evaluateAll((all) => all.map((one) => one.getAttribute("aria-label")));
const views = (page: Page) => page.getByRole("navigation", { name: "视图" });
const tags = (page: Page) => page.getByRole("group", { name: "当前筛选" });
const kept = (page: Page, name: string) => call<{ values: Record<string, unknown> }>(page, "kept_get", {}).then(({ values }) => values[name]);

async function list(page: Page, query = "", name = "admin") {
  await enter(page, name, PASSWORD, DAY);
  await page.goto(`${DAY}/#/tickets${query}`);
  await expect(rows(page).first()).toBeVisible();
}

test("columns are chosen, ordered and resized by keyboard, and are there after a reload", async ({ page }) => {
  await list(page);
  const usual = ["工单", "服务", "环节", "接报", "用户", "电话", "内容", "地址", "班组", "时限"];
  expect(await heads(page)).toEqual(usual);
  await page.keyboard.press("c");
  const dialog = page.getByRole("dialog", { name: "列设置" });
  await dialog.getByRole("checkbox", { name: "电话" }).press("Space");
  const crew = dialog.getByRole("checkbox", { name: "班组" });
  await crew.focus();
  await page.keyboard.press("Alt+ArrowUp");
  await page.keyboard.press("Alt+ArrowUp");
  await expect(crew).toBeFocused();
  await expect(dialog.getByRole("status")).toHaveText("班组，第 7 项");
  await dialog.getByRole("checkbox", { name: "户号" }).check();
  await picture(page, "tickets-columns");
  await dialog.getByRole("button", { name: /^确\s?定$/ }).press("Enter");
  const chosen = ["工单", "服务", "环节", "接报", "用户", "班组", "内容", "地址", "时限", "户号"];
  await expect.poll(() => heads(page)).toEqual(chosen);

  const edge = page.getByRole("separator", { name: "调整“用户”列宽" });
  await expect(edge).toHaveAttribute("aria-valuenow", "5.2");
  await edge.focus();
  for (let times = 0; times < 4; times++) await page.keyboard.press("ArrowRight");
  await expect(edge).toHaveAttribute("aria-valuenow", "7.2");
  // By the mouse too.
  const address = page.getByRole("separator", { name: "调整“地址”列宽" });
  const box = (await address.boundingBox())!;
  const head = page.locator(".endless thead th[aria-label='地址']");
  const before = (await head.boundingBox())!.width;
  await page.mouse.move(box.x + 4, box.y + 10);
  await page.mouse.down();
  await page.mouse.move(box.x - 36, box.y + 10, { steps: 5 });
  await page.mouse.up();
  await expect.poll(async () => Math.round(before - (await head.boundingBox())!.width)).toBeGreaterThan(30);
  await expect.poll(() => kept(page, "columns")).toMatchObject({ widths: { name: 7.2 } });

  await page.reload();
  await expect.poll(() => heads(page)).toEqual(chosen);
  await expect(edge).toHaveAttribute("aria-valuenow", "7.2");
  // Nobody else's.
  await list(page, "", "演示总工办");
  expect(await heads(page)).toEqual(usual);
  await list(page);
  await page.getByRole("button", { name: "列设置" }).press("Enter");
  await dialog.getByRole("button", { name: "恢复默认" }).click();
  await dialog.getByRole("button", { name: /^确\s?定$/ }).click();
  await expect.poll(() => heads(page)).toEqual(usual);
  await expect(edge).toHaveAttribute("aria-valuenow", "5.2");
});

test("the list has no end to be asked for, is walked by keyboard, and is where it was when one comes back", async ({ page }) => {
  await list(page);
  const { rows: all } = await call<{ rows: Row[] }>(page, "ticket_list", { limit: 200 });
  await page.keyboard.press("l");
  await expect(rows(page).first()).toBeFocused();
  for (let times = 0; times < 3; times++) await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("row", { name: `工单 ${all[3]!.number}` })).toBeFocused();
  await page.keyboard.press("Space");
  await expect(page.getByRole("region", { name: "已选工单" })).toContainText("已选 1 张");
  await expect(page.getByRole("row", { name: `工单 ${all[3]!.number}` })).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("Space");
  await expect(page.getByRole("region", { name: "已选工单" })).toHaveCount(0);
  await page.keyboard.press("End");
  await expect(page.getByRole("row", { name: `工单 ${all[99]!.number}` })).toBeFocused();
  await expect(page.getByText(/已列出 200 张|^共 \d+ 张/)).toBeVisible();
  await page.keyboard.press("PageDown");
  const row = page.locator("tr.row-link:focus");
  const name = (await row.getAttribute("aria-label"))!;
  const place = all.findIndex(({ number }) => name === `工单 ${number}`);
  expect(place).toBeGreaterThan(103);
  expect(await rows(page).count()).toBeLessThan(60);
  await expect(row).toHaveAttribute("aria-rowindex", String(place + 2));
  const top = await page.locator(".endless").evaluate((one) => one.scrollTop);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: all[place]!.number })).toBeVisible();
  await page.goBack();
  await expect(page.getByRole("row", { name })).toBeFocused();
  expect(await page.locator(".endless").evaluate((one) => one.scrollTop)).toBe(top);
  await page.keyboard.press("Home");
  await expect(rows(page).first()).toBeFocused();
  // One stop of the keyboard: Tab leaves it.
  await page.keyboard.press("Tab");
  expect(await page.evaluate(() => document.activeElement?.closest(".endless") === null)).toBe(true);
  // Scrolled away by the mouse, the keyboard goes on from where it was.
  await page.keyboard.press("l");
  await page.keyboard.press("ArrowDown");
  await page.locator(".endless").evaluate((one) => one.scrollTo(0, 3000));
  await expect(page.getByRole("row", { name: `工单 ${all[1]!.number}` })).toHaveCount(0);
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("row", { name: `工单 ${all[2]!.number}` })).toBeFocused();
});

test("whoever comes by a key is led into the page's list by ↓", async ({ page }) => {
  await list(page);
  await page.keyboard.press("g");
  await page.keyboard.press("g");
  await expect(page.getByRole("heading", { name: "工作台" })).toBeVisible();
  await expect(rows(page).first()).toBeVisible();
  await page.keyboard.press("ArrowDown");
  await expect(rows(page).first()).toBeFocused();
  await page.keyboard.press("g");
  await page.keyboard.press("d");
  await expect(page.locator(".endless tr.row-link").first()).toBeVisible();
  await page.keyboard.press("ArrowDown");
  await expect(rows(page).first()).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(rows(page).nth(1)).toBeFocused();
  await page.keyboard.press("g");
  await page.keyboard.press("p");
  await expect(page.locator("[data-card]").first()).toBeVisible();
  await page.keyboard.press("ArrowDown");
  await expect(page.locator("[data-card][tabindex='0']")).toBeFocused();
  await page.keyboard.press("g");
  await page.keyboard.press("y");
  await expect(page.locator(".figure").first()).toBeVisible();
  await page.keyboard.press("ArrowDown");
  await expect(page.locator(".figure").first()).toBeFocused();
});

test("filters stand as tags, go one by one or all at once, and going back finds them again", async ({ page }) => {
  await list(page, "?service=repair&mark=extended");
  const { counts } = await call<{ counts: number[] }>(page, "ticket_count", { queries: [{ service: "repair", marks: ["extended"] }] });
  expect(counts[0]).toBeGreaterThan(0);
  await expect(page.getByText(`共 ${counts[0]} 张`)).toBeVisible();
  await page.getByRole("button", { name: "更多筛选" }).press("Enter");
  const more = page.getByRole("group", { name: "更多筛选" });
  await more.getByLabel("区域").click();
  await page.locator(".ant-select-dropdown:visible").getByTitle("城区", { exact: true }).click();
  await expect(tags(page)).toContainText("区域：城区");
  await picture(page, "tickets-filters");
  await tags(page).getByRole("button", { name: "取消筛选：已延时" }).press("Enter");
  await expect(page).not.toHaveURL(/mark=/);
  await tags(page).getByRole("button", { name: "清除全部" }).press("Enter");
  await expect(tags(page)).toHaveCount(0);
  await expect(page).toHaveURL(/#\/tickets$/);
  await page.goBack();
  await expect(tags(page)).toContainText("服务：义务维修");
  await page.goBack();
  await expect(tags(page)).toContainText("已延时");
});

test("who received it first is asked for by name, suggested where it is one's own, and the box follows its tag", async ({ page }) => {
  await list(page, "", "演示热线坐席");
  const { counts } = await call<{ counts: number[] }>(page, "ticket_count", { queries: [{ first_receiver: "演示热线坐席" }, {}] });
  expect(counts[0]).toBeGreaterThan(0);
  await page.getByRole("button", { name: "更多筛选" }).press("Enter");
  const box = page.getByRole("combobox", { name: "首接人" });
  await box.focus();
  await page.keyboard.type("演示热线");
  await page.locator(".ant-select-dropdown:visible").getByTitle("演示热线坐席").waitFor();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(tags(page)).toContainText("首接人：演示热线坐席");
  const { rows: found } = await call<{ rows: { first_receiver: string }[] }>(page, "ticket_list", { first_receiver: "演示热线坐席", limit: 200 });
  expect(new Set(found.map(({ first_receiver }) => first_receiver))).toEqual(new Set(["演示热线坐席"]));
  await tags(page).getByRole("button", { name: "取消筛选：首接人：演示热线坐席" }).press("Enter");
  await expect(box).toHaveValue("");
  // A name nobody bears.
  await box.fill("没有这个人");
  await page.keyboard.press("Enter");
  await expect(page.getByText("没有符合条件的工单。")).toBeVisible();
});

test("a view is saved, shared, seen by another person, renamed and taken away; keys choose it", async ({ page }) => {
  await list(page);
  await page.keyboard.press("Alt+2");
  await expect(page).toHaveURL(/\?open=1$/);
  const { counts } = await call<{ counts: number[] }>(page, "ticket_count", { queries: [{ only_open: true }] });
  await expect(views(page).getByRole("link", { name: "办理中" })).toHaveText(`办理中 ${counts[0]}`);
  await expect(views(page).getByRole("link", { name: "办理中" })).toHaveAttribute("aria-current", "page");
  await page.getByText("只看办理中").first().click();
  await page.goto(`${DAY}/#/tickets?service=repair&open=1&area=urban`);
  await page.keyboard.press("c");
  await still(page);
  await page.getByRole("dialog").getByRole("checkbox", { name: "故障" }).check();
  await page.getByRole("dialog").getByRole("button", { name: /^确\s?定$/ }).click();
  await page.getByRole("button", { name: "另存为视图" }).press("Enter");
  await page.getByLabel("视图名称").fill("办理中");
  await page.keyboard.press("Enter");
  await expect(page.getByText("已有同名的视图，请换一个名称。")).toBeVisible();
  await page.getByLabel("视图名称").fill("城区维修");
  await page.keyboard.press("Enter");
  const mine = views(page).getByRole("link", { name: /^城区维修/ });
  await expect(mine).toHaveAttribute("aria-current", "page");
  await expect(mine).toHaveText(/城区维修 \d+/);
  const more = page.getByRole("button", { name: "视图“城区维修”的更多操作" });
  await more.press("Enter");
  await page.getByRole("menuitem", { name: "共享给全体人员" }).press("Enter");
  await expect(page.getByText("已共享，全体人员都能看到。")).toBeVisible();
  await expect.poll(() => kept(page, "views")).toEqual([]);
  await expect(more).toBeFocused();
  // Taken back and shared again: the menu leaves the keyboard to its button.
  await more.press("Enter");
  await page.getByRole("menuitem", { name: "取消共享" }).press("Enter");
  await expect(page.getByText("已取消共享，现在只有您自己看到。")).toBeVisible();
  await expect(more).toBeFocused();
  await more.press("Enter");
  await page.getByRole("menuitem", { name: "共享给全体人员" }).press("Enter");
  await expect.poll(() => kept(page, "views")).toEqual([]);

  await list(page, "", "演示热线坐席");
  expect(await heads(page)).not.toContain("故障");
  await expect(mine).toHaveAttribute("title", /admin共享/);
  await page.keyboard.press("Alt+5");
  await expect(page).toHaveURL(/area=urban/);
  await expect.poll(() => heads(page)).toContain("故障");
  await expect(page.getByRole("button", { name: /的更多操作$/ })).toHaveCount(0);

  await list(page, "?service=repair&open=1&area=urban");
  await page.getByRole("button", { name: "视图“城区维修”的更多操作" }).click();
  await page.getByRole("menuitem", { name: "改名" }).click();
  await page.getByLabel("视图名称").fill("城区在修");
  await page.keyboard.press("Enter");
  const renamed = views(page).getByRole("link", { name: /^城区在修/ });
  await expect(renamed).toBeVisible();
  await expect(mine).toHaveCount(0);
  await picture(page, "tickets-views");
  await page.getByRole("button", { name: "视图“城区在修”的更多操作" }).click();
  await page.getByRole("menuitem", { name: "删除视图" }).click();
  await still(page);
  await page.getByRole("dialog").getByRole("button", { name: /^删\s?除$/ }).click();
  await expect(renamed).toHaveCount(0);
  await call(page, "kept_put", { name: "columns", value: null });
});

test("whoever marks a phone to copy it stays in the list; a press beside it opens the ticket", async ({ page }) => {
  await list(page, "?service=repair");
  const phone = rows(page).first().getByText(/^1\d{10}$/);
  const { x, y, width, height } = (await phone.boundingBox())!;
  await page.mouse.move(x + 4, y + height / 2);
  await page.mouse.down();
  await page.mouse.move(x + width - 4, y + height / 2, { steps: 5 });
  await page.mouse.up();
  expect(await page.evaluate(() => getSelection()?.toString())).toMatch(/\d{5}/);
  await expect(page).toHaveURL(/#\/tickets/);
  await rows(page).nth(1).getByText(/^1\d{10}$/).click();
  await expect(page).toHaveURL(/#\/ticket\/\d+/);
});

test("what is shown is saved as a spreadsheet", async ({ page }) => {
  await list(page, "?service=repair&open=1");
  const saved = page.waitForEvent("download");
  await page.getByRole("button", { name: "导出表格" }).press("Enter");
  expect((await saved).suggestedFilename()).toMatch(/^工单列表-.*\.xlsx$/);
});

test("what is picked is printed or saved by a key", async ({ page }) => {
  await list(page, "?service=repair");
  await page.keyboard.press("l");
  for (const key of ["Space", "ArrowDown", "ArrowDown", "Space"]) await page.keyboard.press(key);
  await expect(page.getByRole("region", { name: "已选工单" })).toContainText("已选 2 张");
  const asked = page.waitForRequest((request) => request.postData()?.includes('"ticket_export"') ?? false);
  const saved = page.waitForEvent("download");
  await page.keyboard.press("x");
  const numbered = await rows(page).evaluateAll((all) => [0, 2].map((place) => Number(all[place]!.getAttribute("data-row-key"))));
  expect(JSON.parse((await asked).postData()!).request.tickets).toEqual(numbered);
  expect((await saved).suggestedFilename()).toMatch(/^工单列表-.*\.xlsx$/);
  await page.keyboard.press("p");
  await expect(page.getByRole("dialog").getByText(/^第 1 页，共 \d+ 页/)).toBeVisible({ timeout: 20_000 });
});

/** Reports that wait for a crew, and one that does not yet. */
async function reported(page: Page, words: string, count: number): Promise<Row[]> {
  const made: Row[] = [];
  for (let at = 0; at <= count; at++) {
    const asked = { kind: "repair", meter_side: "after", fault: "leak", situation: `${words}：厨房接头漏水`, materials_told: true };
    const { now } = await call<{ now: number }>(page, "desk_state", {});
    const open = { received_at: now, channel: "hotline", name: "演示用户", phone: `1200000001${at}`, address: `演示花园 ${at + 1} 号楼 1 单元 303 室`, area: "urban", asked };
    const { value } = await call<{ value: { ticket: Row } }>(page, "ticket_open", { open });
    if (at < count) {
      const { id: ticket, version } = value.ticket;
      await call(page, "ticket_hand_over", { ticket, version, details: { taken_by: "演示调度", note: "" } });
    }
    made.push(value.ticket);
  }
  return made;
}

test("many tickets are given to one crew; a refusal is named, stops nothing and loses nothing", async ({ page }) => {
  await enter(page, "admin", PASSWORD, DAY);
  const made = await reported(page, "成批派工", 3);
  await page.goto(`${DAY}/#/tickets?text=成批派工`);
  await expect(rows(page)).toHaveCount(4);
  await page.getByRole("checkbox", { name: "选择已列出的全部工单" }).check();
  await expect(page.getByRole("region", { name: "已选工单" })).toContainText("已选 4 张");
  await page.getByRole("button", { name: "批量派工" }).press("Enter");
  const dialog = page.getByRole("dialog", { name: "批量派工" });
  // Named beforehand, and left out.
  await expect(dialog.getByText("1 张现在不能派工，将跳过：")).toBeVisible();
  await expect(dialog.getByRole("listitem")).toContainText(`${made[3]!.number}　现在是“待转派”`);
  await expect(dialog.getByLabel("班组", { exact: true })).toBeFocused();
  await page.keyboard.press("Enter");
  await page.locator(".ant-select-dropdown:visible .ant-select-item-option").first().waitFor();
  await page.keyboard.press("Enter");
  // Somebody else works on one of them meanwhile.
  const { rows: now } = await call<{ rows: Row[] }>(page, "ticket_list", { text: "成批派工" });
  const other = now.find(({ id }) => id === made[1]!.id)!;
  await call(page, "ticket_note", { ticket: other.id, version: other.version, details: { note: "用户下午在家" } });
  await picture(page, "tickets-assign");
  await page.keyboard.press("Control+Enter");
  await expect(dialog.getByText("已派工 2 张，1 张没有派成。")).toBeVisible();
  await expect(dialog.getByRole("listitem").filter({ hasText: other.number })).toContainText("刚刚被别人更新");
  const crewed = async () => (await call<{ rows: Row[] }>(page, "ticket_list", { text: "成批派工" })).rows.filter(({ stage }) => stage === "assigned").length;
  expect(await crewed()).toBe(2);
  // With what is known now it goes through.
  await dialog.getByRole("button", { name: "继续派工（1 张）" }).press("Enter");
  await expect(dialog.getByText("已派工 1 张。")).toBeVisible();
  expect(await crewed()).toBe(3);
  await dialog.getByRole("button", { name: "关闭" }).last().press("Enter");
  await expect(dialog).toHaveCount(0);
  // What could not be given stays picked.
  await expect(page.getByRole("region", { name: "已选工单" })).toContainText("已选 1 张");
});
