// What every spec of a screen begins with.
import { crc32, deflateSync } from "node:zlib";
import { expect, type Download, type FileChooser, type Locator, type Page } from "@playwright/test";
import { NIGHT } from "../playwright.config";

/** Where pictures go; `PICTURES=../../docs/screens` renews those of the manual. */
const PICTURES = process.env.PICTURES ?? "test-results/pictures";

export const PASSWORD = "Demo-2026";

/** Signs in; the demo's administrator holds every role. Drafts that somebody left before are gone. */
export async function enter(page: Page, name = "admin", password = PASSWORD, desk = NIGHT) {
  // What nobody caught ends the test, whatever the screen shows.
  page.on("pageerror", (error) => {
    throw error;
  });
  await page.goto(desk);
  await page.evaluate(
    async ([name, password]) => {
      const call = async (name: string, request: unknown) => (await fetch("/call", { method: "POST", body: JSON.stringify({ name, request }) })).json();
      await call("person_sign_out", {});
      await call("person_sign_in", { name, password });
      const { values = {} } = (await call("kept_get", {})) as { values?: Record<string, unknown> };
      for (const draft of Object.keys(values).filter((name) => name.startsWith("draft."))) await call("kept_put", { name: draft, value: null });
      await call("person_sign_out", {});
    },
    [name, password] as const,
  );
  await signIn(page, name, password, desk);
}

/** Signs in at a desk where nobody is. */
export async function signIn(page: Page, name = "admin", password = PASSWORD, desk = NIGHT) {
  await page.goto(desk);
  await page.getByLabel("姓名").fill(name);
  await page.getByLabel("密码").fill(password);
  await page.getByRole("button", { name: "登录" }).click();
  await expect(page.getByRole("button", { name: "锁屏" })).toBeVisible();
}

/** Where the side leads. */
export const places = (page: Page) => page.getByRole("navigation", { name: "各页面" }).getByRole("link");

export async function go(page: Page, place: string) {
  await places(page).filter({ hasText: place }).click();
}

/** The picture for the manual, in the size of the smallest screen the desk is made for. */
export async function picture(page: Page, name: string) {
  // Messages that fade and drawers that slide are waited for, so that no picture shows half of one.
  await expect(page.locator(".ant-message-notice")).toHaveCount(0, { timeout: 8000 });
  await page.waitForTimeout(700);
  await page.screenshot({ path: `${PICTURES}/${name}.png` });
}

/** The look, as `ui/src/shared/look/appearance.ts` keeps it; an open page follows. */
export const wear = (page: Page, look: Record<string, unknown>) =>
  page.evaluate((look) => {
    localStorage.setItem("look", JSON.stringify(look));
    window.dispatchEvent(new StorageEvent("storage", { key: "look" }));
  }, look);

/** Calls the program as the page would. */
export async function call<T>(page: Page, name: string, request: unknown): Promise<T> {
  return page.evaluate(
    async ([name, request]) => {
      const answer = await fetch("/call", { method: "POST", body: JSON.stringify({ name, request }) });
      return (await answer.json()) as never;
    },
    [name, request] as const,
  );
}

/** The desk's time, in milliseconds. */
export async function now(page: Page): Promise<number> {
  return (await call<{ now: number }>(page, "desk_state", {})).now;
}

/** A repair's questions, answered. */
export const BURST = { kind: "repair", meter_side: "after", fault: "burst", situation: "厨房水管爆裂", materials_told: true };

/** A report taken some minutes ago, as the page would take it. */
export async function taken<T extends { id: number }>(page: Page, { asked = BURST, name = "演示用户", account = "", minutes = 1 }: { asked?: object; name?: string; account?: string; minutes?: number } = {}): Promise<T> {
  const opened = await call<{ value?: { ticket: T } }>(page, "ticket_open", {
    open: {
      received_at: (await now(page)) - minutes * 60_000,
      raised_at: null,
      channel: "hotline",
      first_receiver: "",
      customer: null,
      account_number: account,
      name,
      phone: "12000000003",
      address: "演示花园 7 号楼 1 单元 303 室",
      community: "演示花园",
      area: "urban",
      external_number: "",
      asked,
    },
  });
  expect(opened.value, JSON.stringify(opened)).toBeTruthy();
  return opened.value!.ticket;
}

/** The form that lies on top. */
export const drawer = (page: Page) => page.locator(".ant-drawer-content-wrapper").last();

/** The form's preview is opened by `ask`, and saved from there; then it is closed again, after `look`. */
export async function saved(page: Page, ask: () => Promise<void>, look: () => Promise<void> = async () => {}): Promise<Download> {
  // What slides in yet loses the click that comes meanwhile.
  await still(page);
  await ask();
  const top = drawer(page);
  await expect(top.locator("canvas[data-drawn=yes]").first()).toBeVisible({ timeout: 30_000 });
  const file = page.waitForEvent("download");
  await top.getByRole("button", { name: "保存 PDF" }).click();
  const download = await file;
  await look();
  // Whoever was saved from may have closed it.
  if (await top.isVisible()) await page.keyboard.press("Escape");
  await expect(page.locator(".ant-drawer-content-wrapper")).toHaveCount(0);
  return download;
}

/** Chooses files as somebody does whose keyboard is at the button for it. */
export async function chooseFiles(page: Page, files: Parameters<FileChooser["setFiles"]>[0]) {
  const asked = page.waitForEvent("filechooser");
  // Until it has answered, the browser would ask for files itself, and nobody would hear of it.
  await page.evaluate(() => 0);
  await page.keyboard.press("Enter");
  await (await asked).setFiles(files);
}

/** Nothing slides or grows any more: what was pressed on the way would be pressed beside, and a form that has come takes the keyboard. */
export const still = (page: Page) => expect(page.locator("[class*='-appear-active'], [class*='-enter-active']")).toHaveCount(0);

/** One of a list, by what it says; the first without it. */
export async function choose(page: Page, field: Locator, option?: string) {
  await still(page);
  await field.click();
  const open = page.locator(".ant-select-dropdown:visible .ant-select-item-option");
  await (option ? open.filter({ hasText: option }).first() : open.first()).click();
}

/** Opens a step's form: by its button, or out of the menu of those that are used less. */
export async function press(page: Page, name: string) {
  const button = page.getByRole("button", { name, exact: true });
  const more = page.getByRole("region", { name: "可办理" }).getByRole("button", { name: "更多" });
  // The buttons follow what was done just now.
  const shown = await button.waitFor({ timeout: 3000 }).then(
    () => true,
    () => false,
  );
  if (shown || (await more.count()) === 0) return button.click();
  await more.click();
  const item = page.getByRole("menuitem", { name, exact: true });
  const there = await item.waitFor({ timeout: 3000 }).then(
    () => true,
    () => false,
  );
  if (there) return item.click();
  // It has come among the buttons meanwhile: what somebody just did was still on its way.
  await page.keyboard.press("Escape");
  await button.click();
}

/** A step of the ticket, from its button to the closed form. */
export async function step(page: Page, name: string, fill: (form: Locator) => Promise<void> = async () => {}) {
  await press(page, name);
  const form = drawer(page);
  await expect(form).toBeVisible();
  await still(page);
  await fill(form);
  await form.getByRole("button", { name: /提交$/ }).click();
  await expect(page.locator(".ant-drawer-content-wrapper")).toHaveCount(0);
}

/** Fills a time: some minutes from the desk's now, in Shanghai. */
export async function when(page: Page, field: Locator, minutes: number) {
  const at = new Date((await now(page)) + (480 + minutes) * 60_000);
  await field.fill(at.toISOString().slice(0, 16).replace("T", " "));
  await page.keyboard.press("Enter");
}

/** Writes a name on the field to sign on. */
export async function write(page: Page, form: Locator) {
  const field = form.getByLabel("签名区");
  // It stands where it stays: a field that grows yet would be written beside.
  await field.click({ trial: true });
  await still(page);
  const box = (await field.boundingBox())!;
  for (const [x, y] of [[0.2, 0.3], [0.45, 0.25], [0.65, 0.3]] as const) {
    await page.mouse.move(box.x + box.width * x, box.y + box.height * y);
    await page.mouse.down();
    for (const [dx, dy] of [[0.06, 0.1], [0.02, 0.3], [0.1, 0.42], [0.14, 0.2]] as const) {
      await page.mouse.move(box.x + box.width * (x + dx), box.y + box.height * (y + dy), { steps: 4 });
    }
    await page.mouse.up();
  }
}

/** A picture of one colour. */
export function png(width: number, height: number, colour: [number, number, number]): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const all = Buffer.alloc(body.length + 8);
    all.writeUInt32BE(data.length, 0);
    body.copy(all, 4);
    all.writeUInt32BE(crc32(body), body.length + 4);
    return all;
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const line = Buffer.concat([Buffer.from([0]), Buffer.from(Array.from({ length: width }, () => colour).flat())]);
  const pixels = Buffer.concat(Array.from({ length: height }, () => line));
  return Buffer.concat([Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]), chunk("IHDR", head), chunk("IDAT", deflateSync(pixels)), chunk("IEND", Buffer.alloc(0))]);
}
