// A hand that has only the keyboard. It finds a control as a person does: by the desk's keys, by Tab, by arrows; where that takes too
// long, or where it cannot be seen which control has the keyboard, the journey fails.
import { expect, type Locator, type Page } from "@playwright/test";
import { PASSWORD, call, drawer } from "./desk";

/** More presses than this nobody makes to reach a control of a desk they use every day. */
const MOST = 25;

/** Sits down at a desk where nobody is, and signs in. Every real pointer event from here on is told by `pointed`. */
export async function sit(page: Page, name: string, desk: string) {
  await page.addInitScript(() => {
    const seen = (window as { pointed?: string[] }).pointed ?? [];
    (window as { pointed?: string[] }).pointed = seen;
    for (const kind of ["pointerdown", "mousedown", "touchstart"]) {
      window.addEventListener(kind, (event) => event.isTrusted && seen.push(`${kind} ${(event.target as Element).textContent?.slice(0, 40)}`), { capture: true });
    }
  });
  await page.goto(desk);
  await call(page, "person_sign_out", {});
  await page.reload();
  await expect(page.getByLabel("姓名")).toBeFocused();
  await page.keyboard.type(name);
  await page.keyboard.press("Tab");
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "锁屏" })).toBeVisible();
}

/** What was done with mouse, pen or finger until now. */
export const pointed = (page: Page) => page.evaluate(() => (window as { pointed?: string[] }).pointed?.splice(0));

export async function press(page: Page, ...keys: string[]) {
  for (const key of keys) await page.keyboard.press(key);
}

/** To one of the desk's places: G and its letter. */
export async function to(page: Page, letter: string, heading: string) {
  await press(page, "g", letter);
  await expect(page.getByRole("heading", { name: heading, exact: true })).toBeVisible();
}

/** Chinese, as an input method hands it over. */
export const write = (page: Page, text: string) => page.keyboard.insertText(text);

/** What has the keyboard, in words; and whether somebody who looks sees that it has. */
const held = (page: Page) =>
  page.evaluate(() => {
    const at = document.activeElement;
    if (!at || at === document.body) return { name: "（没有）", seen: false };
    const name = at.getAttribute("aria-label") ?? (at.textContent?.trim() || at.id || at.tagName);
    // Of a row it is its cells that show it.
    const cells = [...at.querySelectorAll(":scope > td")];
    let seen = at.matches("main") || cells.some((cell) => getComputedStyle(cell).boxShadow !== "none");
    // An input of antd's lies within the box that is drawn around it.
    for (let [box, up] = [at as Element | null, 0]; box && up < 8; [box, up] = [box.parentElement, up + 1]) {
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(box);
      const around = up < 3 || box.matches(".ant-select, .ant-picker");
      seen ||= around && ((outlineStyle !== "none" && parseFloat(outlineWidth) > 0) || boxShadow !== "none");
    }
    return { name: name.slice(0, 30), seen };
  });

/** Presses Tab until the control has the keyboard. */
export async function tabTo(page: Page, wanted: Locator, { key = "Tab", most = MOST }: { key?: "Tab" | "Shift+Tab"; most?: number } = {}) {
  await expect(wanted.first()).toBeVisible();
  const there = () => wanted.first().evaluate((one) => one === document.activeElement);
  const way: string[] = [];
  while (!(await there())) {
    if (way.length === most) throw new Error(`${String(wanted)} has not the keyboard after ${most} × ${key}: ${way.join(" → ")}`);
    await page.keyboard.press(key);
    way.push((await held(page)).name);
  }
  await expect.poll(() => held(page), { message: `${String(wanted)} shows that it has the keyboard` }).toMatchObject({ seen: true });
}

/** Goes to a button, a link, a tab, and presses it. */
export async function enter(page: Page, wanted: Locator, key?: "Tab" | "Shift+Tab") {
  await tabTo(page, wanted, key ? { key } : {});
  await page.keyboard.press("Enter");
}

/** Goes to a field and types there; what stood in it is written over. */
export async function fill(page: Page, field: Locator, text: string) {
  await tabTo(page, field);
  await page.keyboard.press("Control+a");
  await write(page, text);
}

/** A time: some minutes from the desk's now, as somebody types it. */
export async function fillWhen(page: Page, field: Locator, minutes: number) {
  const { now } = await call<{ now: number }>(page, "desk_state", {});
  await fill(page, field, new Date(now + (480 + minutes) * 60_000).toISOString().slice(0, 16).replace("T", " "));
  await page.keyboard.press("Enter");
}

/** Opens a list with the arrow, walks down to the option and takes it. */
export async function choose(page: Page, field: Locator, option: string) {
  await tabTo(page, field);
  const list = page.locator(".ant-select-dropdown:visible");
  if (!(await list.isVisible())) await page.keyboard.press("ArrowDown");
  await expect(list).toBeVisible();
  await walk(page, list.locator(".ant-select-item-option-active"), option);
}

/** Down a list or a menu that is open, to the line that says this; Enter takes it. */
async function walk(page: Page, active: Locator, text: string) {
  const way: string[] = [];
  for (;;) {
    const at = (await active.count()) > 0 ? ((await active.first().textContent()) ?? "") : "";
    if (at.includes(text)) break;
    if (way.length === MOST) throw new Error(`“${text}” is not reached: ${way.join(" → ")}`);
    way.push(at);
    await page.keyboard.press("ArrowDown");
  }
  await page.keyboard.press("Enter");
}

/** Opens a menu and takes the line that says this. */
export async function pick(page: Page, button: Locator, line: string) {
  await enter(page, button);
  await expect(page.locator(".ant-dropdown:visible [role=menuitem]").first()).toBeVisible();
  await walk(page, page.locator(".ant-dropdown:visible [role=menuitem]:focus, .ant-dropdown:visible .ant-dropdown-menu-item-active"), line);
}

/** One of several that exclude each other: Tab leads to the group, the arrows within it. */
export async function radio(page: Page, wanted: Locator) {
  await expect(wanted.first()).toBeAttached();
  const name = await wanted.first().getAttribute("name");
  for (let presses = 0; (await page.evaluate(() => document.activeElement?.getAttribute("name") ?? null)) !== name || name === null; presses += 1) {
    if (presses === MOST) throw new Error(`${String(wanted)}: its group is not reached`);
    await page.keyboard.press("Tab");
  }
  for (let presses = 0; !(await wanted.first().evaluate((one) => one === document.activeElement)); presses += 1) {
    if (presses === MOST) throw new Error(`${String(wanted)} is not reached by arrows`);
    await page.keyboard.press("ArrowDown");
  }
  if (!(await wanted.first().isChecked())) await page.keyboard.press("Space");
  await expect(wanted.first()).toBeChecked();
}

/** A step's form by its key. The key holds as soon as the ticket is read anew after the step before: who presses too soon presses again. */
export async function begun(page: Page, key: string, title: string): Promise<Locator> {
  const form = drawer(page);
  await expect(async () => {
    if ((await form.count()) === 0) await page.keyboard.press(key);
    await expect(form.locator(".ant-drawer-title")).toContainText(title, { timeout: 500 });
  }).toPass({ timeout: 8000 });
  return form;
}

/** The form filled in and submitted; then something of the page has the keyboard again. */
export async function step(page: Page, key: string, title: string, inside: (form: Locator) => Promise<void> = async () => {}) {
  await begun(page, key, title);
  await submitted(page, title, inside);
}

export async function submitted(page: Page, title: string, inside: (form: Locator) => Promise<void> = async () => {}) {
  const form = drawer(page);
  await expect(form.locator(".ant-drawer-title")).toContainText(title);
  await expect(form.locator("input:focus, textarea:focus").first()).toBeAttached();
  await inside(form);
  await page.keyboard.press("Control+Enter");
  await expect(page.locator(".ant-drawer-content-wrapper")).toHaveCount(0);
  await somewhere(page);
}

/** The keyboard is not lost: Tab goes on from where it was. */
export async function somewhere(page: Page) {
  await expect.poll(async () => (await held(page)).name).not.toBe("（没有）");
}

/** A ticket by its number, from wherever one is. */
export async function open(page: Page, number: string) {
  await to(page, "d", "工单列表");
  await press(page, "f");
  await expect(page.getByLabel("查找工单")).toBeFocused();
  await page.keyboard.type(number);
  await press(page, "Enter");
  await expect(page.getByRole("row", { name: `工单 ${number}` })).toBeVisible();
  await expect(page.locator("tr.row-link")).toHaveCount(1);
  await press(page, "ArrowDown");
  await expect(page.getByRole("row", { name: `工单 ${number}` })).toBeFocused();
  await press(page, "Enter");
  await expect(page.getByRole("heading", { name: number })).toBeVisible();
}

/** Down a table that is one stop of the keyboard, to the row of a ticket. */
export async function toRow(page: Page, number: string) {
  const row = page.locator(`tr.row-link[aria-label$="工单 ${number}"]`);
  await expect(row).toBeVisible();
  await press(page, "l");
  await expect(page.locator("tr.row-link:focus")).toBeAttached();
  for (let presses = 0; presses < 60 && !(await row.evaluate((one) => one === document.activeElement)); presses += 1) await press(page, "ArrowDown");
  await expect(row).toBeFocused();
}

/** On 派工板, to the card of a ticket that waits. */
export async function toCard(page: Page, ticket: number) {
  const card = page.locator(`[data-column="待派工"] [data-card="${ticket}"]`);
  await expect(card).toBeVisible();
  await press(page, "m");
  await expect(page.locator("[data-card]").first()).toBeFocused();
  const all = page.locator('[data-column="待派工"] [data-card]');
  for (let at = 0; at < (await all.count()) && !(await card.evaluate((one) => one === document.activeElement)); at += 1) await press(page, "ArrowDown");
  await expect(card).toBeFocused();
}

/** The locked desk takes the password at once, and what had the keyboard has it again. */
export async function unlock(page: Page) {
  await expect(page.getByText("服务台已锁定")).toBeVisible();
  await expect(page.getByLabel("密码")).toBeFocused();
  await page.keyboard.type(PASSWORD);
  await press(page, "Enter");
  await expect(page.getByText("服务台已锁定")).toHaveCount(0);
  await somewhere(page);
}

/** Counts every stroke. A chord is as many strokes as it has keys. */
export class Hand {
  strokes = 0;
  constructor(private readonly page: Page) {}
  async press(chord: string) {
    this.strokes += chord.split("+").length;
    await this.page.keyboard.press(chord);
  }
  async type(text: string) {
    this.strokes += text.length;
    await this.page.keyboard.type(text);
  }
  /** Chinese by its pinyin, and a space for every phrase. */
  async write(phrases: [string, string][]) {
    for (const [zh, pinyin] of phrases) {
      this.strokes += pinyin.length + 1;
      await this.page.keyboard.insertText(zh);
    }
  }
}
