// 工单详情 with the keyboard: from ticket to ticket, moves by their keys, kept forms, the line of time, files that are chosen,
// dropped and pasted, pictures large, the text for the crew.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test, type Page } from "@playwright/test";
import { PASSWORD, call, chooseFiles, drawer, enter, now, picture, png, saved, still, taken } from "./desk";
import { DAY } from "../playwright.config";

interface Row {
  id: number;
  number: string;
}

const RED = { name: "表井.png", mimeType: "image/png", buffer: png(400, 300, [180, 60, 50]) };
const BLUE = { name: "接头.png", mimeType: "image/png", buffer: png(300, 400, [40, 90, 180]) };
const FILM = { name: "录像.mp4", mimeType: "video/mp4", buffer: Buffer.from("film") };

/** A repair just reported, by day. */
async function reported(page: Page, minutes = 2): Promise<Row> {
  await enter(page, "admin", PASSWORD, DAY);
  const ticket = await taken<Row>(page, { minutes });
  await page.goto(`${DAY}/#/ticket/${ticket.id}`);
  await expect(page.getByRole("heading", { name: ticket.number })).toBeVisible();
  return ticket;
}

/** Gives files to the page the way a mouse or a clipboard does. */
async function bring(page: Page, how: "drop" | "paste", files: { name: string; mimeType: string; buffer: Buffer }[]) {
  const plain = files.map(({ name, mimeType, buffer }) => ({ name, mimeType, bytes: [...buffer] }));
  await page.evaluate(
    ([how, files]) => {
      const held = new DataTransfer();
      for (const { name, mimeType, bytes } of files) held.items.add(new File([new Uint8Array(bytes)], name, { type: mimeType }));
      const event = how === "drop" ? new DragEvent("drop", { dataTransfer: held, bubbles: true, cancelable: true }) : new ClipboardEvent("paste", { clipboardData: held, bubbles: true, cancelable: true });
      document.body.dispatchEvent(event);
    },
    [how, plain] as const,
  );
}

test("from ticket to ticket with J and K, past the end of what the list had read, and back to the list", async ({ page }) => {
  await enter(page, "admin", PASSWORD, DAY);
  const { rows: all } = await call<{ rows: Row[] }>(page, "ticket_list", { service: "repair", limit: 101 });
  const numbers = all.map(({ number }) => number);
  await page.goto(`${DAY}/#/tickets?service=repair`);
  await expect(page.getByText("已列出 100 张")).toBeVisible();
  await page.locator("tbody tr.row-link").nth(1).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: numbers[1] })).toBeVisible();
  const group = page.getByRole("group", { name: "在列表中前后查看" });
  await expect(group).toContainText("2 / 100+");
  // Within the desk: the list somebody came from is still known.
  await page.goto(`${DAY}/#/ticket/${all[98]!.id}`);
  await expect(group).toContainText("99 / 100+");
  await page.keyboard.press("j");
  await expect(page.getByRole("heading", { name: numbers[99] })).toBeVisible();
  await page.keyboard.press("j");
  await expect(group).toContainText(/101 \/ \d+/);
  await expect(page.getByRole("heading", { name: numbers[100] })).toBeVisible();
  await page.keyboard.press("k");
  await expect(page.getByRole("heading", { name: numbers[99] })).toBeVisible();
  await picture(page, "ticket-neighbours");
  await page.getByRole("button", { name: "返回" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: numbers[1] })).toBeVisible();
  await page.getByRole("button", { name: "返回" }).click();
  await expect(page.getByRole("heading", { name: "工单列表" })).toBeVisible();
});

test("the end of a list is said, and a ticket from elsewhere has no neighbours", async ({ page }) => {
  await enter(page, "admin", PASSWORD, DAY);
  const all = await call<{ rows: Row[] }>(page, "ticket_list", { limit: 50 });
  await page.goto(`${DAY}/#/tickets?text=${all.rows[7]!.number}`);
  await expect(page.locator("tbody tr.row-link")).toHaveCount(1);
  await page.locator("tbody tr.row-link").focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("group", { name: "在列表中前后查看" })).toContainText("1 / 1");
  await page.keyboard.press("j");
  await expect(page.getByText("已是列表中的最后一单。")).toBeVisible();
  await page.goto(`${DAY}/#/ticket/${all.rows[3]!.id}`);
  await expect(page.getByRole("heading", { name: all.rows[3]!.number })).toBeVisible();
  await expect(page.getByRole("group", { name: "在列表中前后查看" })).toHaveCount(0);
});

test("what is typed while a form slides in is in its first field", async ({ page }) => {
  await reported(page);
  await expect(page.getByRole("region", { name: "可办理" }).getByRole("button", { name: "备注" })).toBeVisible();
  // In one go: nothing waits for the drawer.
  await page.keyboard.press("n");
  await page.keyboard.insertText("用户下午在家");
  await expect(drawer(page).getByLabel("备注内容")).toHaveValue("用户下午在家");
});

test("what has no field to type in has the keyboard at its first button, while it slides in", async ({ page }) => {
  await reported(page);
  await expect(page.getByRole("region", { name: "可办理" }).getByRole("button", { name: "备注" })).toBeVisible();
  await page.keyboard.press("a");
  const when = await page.waitForFunction(
    () => document.activeElement?.textContent === "选择文件（可多选）" && { sliding: document.querySelector(".ant-drawer [class*='-appear-'], .ant-drawer [class*='-enter-']") !== null },
  );
  expect(await when.jsonValue()).toEqual({ sliding: true });
});

test("what was left out has the keyboard when it is asked for", async ({ page }) => {
  await reported(page);
  await expect(page.getByRole("region", { name: "可办理" }).getByRole("button", { name: "备注" })).toBeVisible();
  await page.keyboard.press("2");
  const form = drawer(page);
  await expect(form.getByLabel("生调部接收人")).toBeFocused();
  await form.getByLabel("办理人").focus();
  await page.keyboard.press("Control+Enter");
  await expect(form.locator(".ant-form-item-explain-error")).toBeVisible();
  await expect(form.getByLabel("生调部接收人")).toBeFocused();
});

test("a move opens by its key, and its form outlives the page until it is sent or thrown away", async ({ page }) => {
  await reported(page);
  const next = page.getByRole("region", { name: "可办理" }).locator(".ant-btn-primary");
  await expect(next).toHaveText(/^转派生调部\s?2$/);
  await page.keyboard.press("n");
  const note = drawer(page).getByLabel("备注内容");
  await expect(note).toBeFocused();
  // The key itself is not typed, and letters typed open nothing.
  await page.keyboard.type("njk 用户下午在家");
  await expect(note).toHaveValue("njk 用户下午在家");
  await page.reload();
  await expect(page.getByRole("region", { name: "可办理" })).toBeVisible();
  await page.keyboard.press("n");
  await expect(note).toHaveValue("njk 用户下午在家");
  await expect(drawer(page).getByText("上次没有提交的内容已填回，请核对后提交。")).toBeVisible();
  await drawer(page).getByRole("button", { name: /丢\s?弃/ }).click();
  await expect(note).toHaveValue("");
  await page.keyboard.press("Escape");
  await expect(page.locator(".ant-drawer-content-wrapper")).toHaveCount(0);
  await page.keyboard.press("n");
  await expect(note).toBeFocused();
  await expect(note).toHaveValue("");
  await page.keyboard.type("用户下午在家");
  await page.keyboard.press("Control+Enter");
  await expect(page.locator(".ant-drawer-content-wrapper")).toHaveCount(0);
  await page.reload();
  await expect(page.getByRole("region", { name: "可办理" })).toBeVisible();
  await page.keyboard.press("n");
  await expect(note).toHaveValue("");
  await page.keyboard.press("Escape");
  // Out of the menu of those used less, by the arrows.
  await expect(page.locator(".ant-drawer-content-wrapper")).toHaveCount(0);
  await page.getByRole("button", { name: "更多" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("menuitem", { name: "申请延时" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("menuitem", { name: "申请延时" })).toBeHidden();
  // A menu that goes keeps the letters to itself.
  await expect.poll(() => page.evaluate(() => document.activeElement?.closest(".ant-dropdown") ?? null)).toBeNull();
  await page.keyboard.press("s");
  await expect(drawer(page).getByLabel("申请延到")).toBeVisible();
});

test("a slip is taken back by a key within a minute, and the line of what happened shows both", async ({ page }) => {
  await reported(page);
  // The page stands already when taking back is offered; a repair may be 作废 by Z all the time.
  await page.keyboard.press("n");
  await page.keyboard.type("写错了单子");
  await page.keyboard.press("Control+Enter");
  await expect(page.getByText("刚登记了“备注”")).toBeVisible();
  await expect(page.locator(".ant-drawer-content-wrapper")).toHaveCount(0);
  await page.keyboard.press("Alt+z");
  await expect(page.getByText("刚登记了“备注”")).toHaveCount(0);
  await expect(page.locator("del", { hasText: "备注" })).toBeVisible();
  await expect(page.getByText("已撤回")).toBeVisible();
  await expect(page.getByText("写错了单子")).toBeVisible();
});

test("what the ticket waits for comes first, and closing is not offered beside something open", async ({ page }) => {
  const { id } = await reported(page);
  const step = async (name: string, details: unknown) => {
    const { ticket } = await call<{ ticket: { version: number } }>(page, "ticket_get", { ticket: id });
    const reply = await call<{ value?: unknown }>(page, `ticket_${name}`, { ticket: id, version: ticket.version, details });
    expect(reply.value).toBeTruthy();
  };
  const { settings } = await call<{ settings: { crews: { name: string; department: string }[] } }>(page, "settings_get", {});
  const crew = (department: string) => settings.crews.find((one) => one.department === department)?.name ?? settings.crews[0]!.name;
  await step("hand_over", { taken_by: "演示调度", note: "" });
  await step("order_valve", { crew: crew("inspection"), place: "楼前表井" });
  await step("assign", { crew: crew("dispatch"), goes: "", note: "" });
  await step("arrive", { note: "" });
  await step("ask_extension", { until: (await now(page)) + 40 * 3_600_000, reason: "需用户购买配件" });
  await page.reload();
  const moves = page.getByRole("region", { name: "可办理" });
  await expect(moves).toContainText("关阀还没有完成；延时申请等待审批");
  await expect(moves.locator(".ant-btn-primary")).toHaveCount(1);
  await picture(page, "ticket-moves");
  // Whoever may decide, and did not ask, begins with the decision.
  await enter(page, "演示总工办", PASSWORD, DAY);
  await page.goto(`${DAY}/#/ticket/${id}`);
  await expect(moves.locator(".ant-btn-primary")).toHaveText(/^批准延时\s?P$/);
  await page.keyboard.press("p");
  await expect(drawer(page).getByLabel("说明（可不填）")).toBeFocused();
  await page.keyboard.press("Control+Enter");
  await expect(page.locator(".ant-drawer-content-wrapper")).toHaveCount(0);
  await expect(moves).not.toContainText("延时申请");
  // The line of time says it in words as well.
  const bar = page.getByRole("img", { name: /^时间轴。/ });
  await expect(bar).toHaveAttribute("aria-label", /到场.*批准延时/);
  await expect(bar).toHaveAttribute("aria-label", /办结时限.*原时限/);
  await expect(bar).toHaveAttribute("aria-label", /现在 2026-11-23/);
  const boxes = await bar.locator("text").evaluateAll((all) => all.map((one) => one.getBoundingClientRect()).map(({ left, right, top, bottom }) => ({ left, right, top, bottom })));
  for (const [place, a] of boxes.entries()) {
    for (const b of boxes.slice(place + 1)) {
      const apart = a.right <= b.left + 1 || b.right <= a.left + 1 || a.bottom <= b.top + 4 || b.bottom <= a.top + 4;
      expect(apart, `${JSON.stringify(a)} ${JSON.stringify(b)}`).toBe(true);
    }
  }
});

test("files are chosen, dropped and pasted, shown before they are sent, and refused ones say why", async ({ page }) => {
  test.setTimeout(120_000);
  const { id } = await reported(page);
  await bring(page, "drop", [RED, FILM]);
  const form = drawer(page);
  await expect(form.getByText("表井.png")).toBeVisible();
  await expect(form.getByText(/未添加：只能添加 JPEG、PNG 图片或 PDF 文件/)).toBeVisible();
  await bring(page, "paste", [{ ...BLUE, name: "image.png" }]);
  await expect(form.getByText(/^粘贴的图片-\d{6}\.png$/)).toBeVisible();
  await picture(page, "ticket-attach");
  // Nothing is attached until it is said.
  expect((await call<{ ticket: { attachments: unknown[] } }>(page, "ticket_get", { ticket: id })).ticket.attachments).toHaveLength(0);
  await form.getByRole("button", { name: "添加 2 个附件" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByText("已添加 2 个附件。")).toBeVisible();
  // What was refused stays until somebody has seen it.
  await expect(form.getByText("录像.mp4")).toBeVisible();
  await form.getByRole("button", { name: "移除 录像.mp4" }).click();
  await page.keyboard.press("Escape");
  await expect(page.locator(".ant-drawer-content-wrapper")).toHaveCount(0);
  await expect(page.getByText("附件 2", { exact: true })).toBeVisible();

  // Several in the picker, on a ticket somebody else changes meanwhile.
  await page.keyboard.press("a");
  await expect(drawer(page).getByRole("button", { name: "选择文件（可多选）" })).toBeFocused();
  const paper = await call<{ name: string; base64: string }>(page, "ticket_print", { ticket: id, page: "work_order" });
  await chooseFiles(page, [BLUE, { name: "派工单.pdf", mimeType: "application/pdf", buffer: Buffer.from(paper.base64, "base64") }]);
  await expect(drawer(page).getByText("派工单.pdf")).toBeVisible();
  const { ticket } = await call<{ ticket: { version: number } }>(page, "ticket_get", { ticket: id });
  await call(page, "ticket_note", { ticket: id, version: ticket.version, details: { note: "别人先写的备注" } });
  await page.keyboard.press("Control+Enter");
  await expect(drawer(page).getByText(/刚刚被别人更新/)).toBeVisible();
  await expect(page.getByText("别人先写的备注")).toBeVisible();
  await page.keyboard.press("Control+Enter");
  await expect(page.locator(".ant-drawer-content-wrapper")).toHaveCount(0);
  await expect(page.getByText("附件 4", { exact: true })).toBeVisible();

  // Pictures large, one after the other; a click saves nothing.
  await page.getByRole("button", { name: "查看 表井.png" }).focus();
  await page.keyboard.press("Enter");
  const large = page.getByRole("dialog");
  const shown = large.locator("img");
  await expect(shown).toHaveAttribute("alt", "表井.png");
  await expect.poll(() => shown.evaluate((one: HTMLImageElement) => one.naturalWidth)).toBe(400);
  await page.keyboard.press("ArrowRight");
  await expect(shown).toHaveAttribute("alt", /^粘贴的图片/);
  await expect.poll(() => shown.evaluate((one: HTMLImageElement) => one.naturalHeight)).toBe(400);
  // A key of the page below does nothing here.
  await page.keyboard.press("n");
  await expect(page.locator(".ant-drawer-content-wrapper")).toHaveCount(0);
  await page.keyboard.press("r");
  await expect(shown).toHaveCSS("transform", /^matrix(3d)?\(0, 1, /);
  await page.keyboard.press("l");
  await expect(shown).toHaveCSS("transform", "matrix(1, 0, 0, 1, 0, 0)");
  await page.keyboard.press("+");
  await expect(shown).toHaveCSS("transform", /^matrix(3d)?\(1\.5, 0, /);
  await large.getByRole("button", { name: "向右转" }).click();
  await expect(shown).toHaveCSS("transform", /^matrix(3d)?\(0, 1\.5, /);
  await picture(page, "ticket-photo");
  // Larger than the screen, and the way to its upper edge; not further, and to no other picture.
  for (const scale of [/^matrix(3d)?\(0, 2\.25, /, /^matrix(3d)?\(0, 3\.375, /]) {
    await page.keyboard.press("+");
    await expect(shown).toHaveCSS("transform", scale);
  }
  const top = () => shown.evaluate((one) => Math.round(one.getBoundingClientRect().top) + 0);
  await expect.poll(top).toBeLessThan(-100);
  for (let presses = 0; presses < 4; presses++) {
    const now = await top();
    await page.keyboard.press("Shift+ArrowUp");
    await expect.poll(top).toBe(Math.min(0, now + 80));
  }
  await page.keyboard.press("Shift+ArrowRight");
  await expect(shown).toHaveAttribute("alt", /^粘贴的图片/);
  const saved = page.waitForEvent("download");
  await large.getByRole("button", { name: /^保存 粘贴的图片/ }).click();
  expect((await saved).suggestedFilename()).toMatch(/^粘贴的图片.*\.png$/);
  await page.keyboard.press("Escape");
  await expect(large).toBeHidden();

  // A paper page by page.
  await page.getByRole("button", { name: "查看 派工单.pdf" }).focus();
  await page.keyboard.press("Enter");
  await expect(drawer(page).locator("canvas[data-drawn=yes]").first()).toBeVisible({ timeout: 20_000 });
  await page.keyboard.press("Escape");
  await expect(page.locator(".ant-drawer-content-wrapper")).toHaveCount(0);
});

test("a file dropped where nobody takes it opens nothing; where somebody does, it is taken", async ({ page, context }) => {
  const folder = mkdtempSync(join(tmpdir(), "desk-screens-drop-"));
  const file = join(folder, "表井.png");
  writeFileSync(file, RED.buffer);
  await enter(page, "admin", PASSWORD, DAY);
  const window = await context.newCDPSession(page);
  // Another element may lie under the mouse when it lets go: then the page hears only that the file has entered it.
  const drop = async (moved: { x: number; y: number }) => {
    const held = { data: { items: [], files: [file], dragOperationsMask: 1 } };
    await window.send("Input.dispatchDragEvent", { type: "dragEnter", x: 600, y: 400, ...held });
    await window.send("Input.dispatchDragEvent", { type: "dragOver", x: 600, y: 400, ...held });
    await window.send("Input.dispatchDragEvent", { type: "drop", ...moved, ...held });
  };
  await expect(page.getByText("办理中的工单")).toBeVisible();
  for (const moved of [{ x: 600, y: 400 }, { x: 100, y: 20 }]) {
    await drop(moved);
    // The browser would have opened it meanwhile.
    await page.waitForTimeout(500);
    expect(context.pages().map((one) => one.url())).toEqual([`${DAY}/#/board`]);
  }
  await reported(page);
  await drop({ x: 100, y: 20 });
  await expect(drawer(page).getByText("表井.png")).toBeVisible();
  rmSync(folder, { recursive: true });
});

test("files are not taken over another form, and text pasted into a field stays text", async ({ page }) => {
  await reported(page);
  await page.keyboard.press("n");
  await expect(drawer(page).getByLabel("备注内容")).toBeFocused();
  await bring(page, "drop", [RED]);
  await expect(page.getByText("请先提交或关闭当前的表单，再放入照片或文件。")).toBeVisible();
  await expect(drawer(page).getByText("表井.png")).toHaveCount(0);
});

test("the text for the crew is copied by a key", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: DAY });
  const { number } = await reported(page);
  await page.keyboard.press("c");
  await expect(page.getByText("派工信息已复制，可以粘贴到聊天中发给班组。")).toBeVisible();
  const text = await page.evaluate(() => navigator.clipboard.readText());
  expect(text.split("\n").slice(0, 4)).toEqual([
    `【派工】${number} 义务维修`,
    "地址：演示花园 7 号楼 1 单元 303 室",
    "联系人：演示用户 12000000003",
    "情况：管道爆裂（表后）：厨房水管爆裂",
  ]);
  expect(text).toMatch(/时限：.*转派时限 2026-11-23 \d\d:\d\d 前/);
});

test("printing and linked tickets are reached by the keyboard", async ({ page }) => {
  await enter(page, "admin", PASSWORD, DAY);
  const { rows } = await call<{ rows: Row[] }>(page, "ticket_list", { service: "repair", stages: ["closed"], limit: 1 });
  await page.goto(`${DAY}/#/ticket/${rows[0]!.id}`);
  await page.getByRole("button", { name: /打印/ }).focus();
  await page.keyboard.press("Enter");
  // The library gives the menu the keyboard some frames after it stands there.
  await expect(page.getByRole("menu").locator(":focus")).toHaveCount(1);
  await still(page);
  await page.keyboard.press("ArrowDown");
  const file = await saved(page, () => page.keyboard.press("Enter"));
  expect(file.suggestedFilename()).toMatch(/\.pdf$/);
  await expect(page.getByRole("button", { name: /打印/ })).toBeFocused();
});

test("an old ticket of many moves stays readable on both screens", async ({ page }) => {
  await enter(page, "admin", PASSWORD, DAY);
  const { rows } = await call<{ rows: Row[] }>(page, "ticket_list", { service: "repair", stages: ["closed"], limit: 3 });
  for (const { width, height } of [{ width: 1366, height: 768 }, { width: 1920, height: 1080 }]) {
    await page.setViewportSize({ width, height });
    await page.goto(`${DAY}/#/ticket/${rows[1]!.id}`);
    const bar = page.getByRole("img", { name: /^时间轴。/ });
    await expect(bar).toBeVisible();
    await expect(bar).not.toHaveAttribute("aria-label", /现在/);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
    await picture(page, `ticket-closed-${width}`);
  }
});
