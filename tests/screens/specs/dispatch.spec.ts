// 派工板: cards go to crews by keyboard and by mouse, through the forms of the steps themselves.
import { expect, test, type Page } from "@playwright/test";
import { DAY } from "../playwright.config";
import { BURST, PASSWORD, call, drawer, enter, picture, taken } from "./desk";

interface Ticket {
  id: number;
  number: string;
  version: number;
}

const asked = {
  repair: BURST,
  leak: { kind: "leak_detection", ground: "doubt", situation: "水表一直走", since: "今天早上", meter_turns: "turns", signs: "", building: "flat" },
};

/** A report that waits for a crew. */
async function waiting(page: Page, what: keyof typeof asked = "repair"): Promise<Ticket> {
  const ticket = await taken<Ticket>(page, { asked: asked[what] });
  if (what === "repair") await step(page, ticket.id, "hand_over", { taken_by: "演示调度", note: "" });
  return ticket;
}

async function step(page: Page, id: number, name: string, details: unknown) {
  const { ticket } = await call<{ ticket: Ticket }>(page, "ticket_get", { ticket: id });
  const reply = await call<{ value?: unknown }>(page, `ticket_${name}`, { ticket: id, version: ticket.version, details });
  expect(reply.value, JSON.stringify(reply)).toBeTruthy();
}

const board = async (page: Page) => {
  await page.goto(`${DAY}/#/dispatch`);
  await expect(page.locator("[data-column]").nth(4)).toBeVisible();
};

const column = (page: Page, name: string) => page.locator(`[data-column="${name}"]`);
const card = (page: Page, { id }: Ticket, where = "待派工") => column(page, where).locator(`[data-card="${id}"]`);

test.beforeEach(async ({ page }) => {
  await enter(page, "admin", PASSWORD, DAY);
});

test("a card goes to a crew and on to another one without the mouse", async ({ page }) => {
  // The demo data may leave the nearest crew without a card.
  await step(page, (await waiting(page)).id, "assign", { crew: "室内维修一班", goes: "", note: "" });
  const ticket = await waiting(page);
  await page.keyboard.press("g");
  await page.keyboard.press("p");
  await expect(page.getByRole("heading", { name: "派工板" })).toBeVisible();
  await expect(card(page, ticket)).toBeVisible();
  // One stop of the Tab key in the whole board; the arrows do the rest.
  await expect(page.locator("[data-card][tabindex='0']")).toHaveCount(1);
  await page.keyboard.press("m");
  await expect(page.locator("[data-card]").first()).toBeFocused();
  await page.keyboard.press("ArrowRight");
  await expect(column(page, "室内维修一班").locator("[data-card]").first()).toBeFocused();
  await page.keyboard.press("ArrowLeft");
  const place = await column(page, "待派工").locator("[data-card]").evaluateAll((all, id) => all.findIndex((one) => (one as HTMLElement).dataset.card === id), String(ticket.id));
  for (let down = 0; down < place; down += 1) await page.keyboard.press("ArrowDown");
  await expect(card(page, ticket)).toBeFocused();
  await picture(page, "dispatch");

  await page.keyboard.press("m");
  const crews = page.getByRole("dialog", { name: /^派工给哪个班组/ });
  await expect(crews.getByRole("button", { name: /室内维修一班/ })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(crews).toBeHidden();
  await expect(card(page, ticket)).toBeFocused();
  await page.keyboard.press("m");
  await expect(crews).toBeVisible();
  await page.keyboard.press("2");
  await expect(drawer(page).locator(".ant-form-item").first()).toContainText("室内维修二班");
  await expect(drawer(page).getByLabel(/^前往人员/)).toBeFocused();
  await page.keyboard.press("Control+Enter");
  await expect(page.locator(".ant-drawer-content-wrapper")).toHaveCount(0);
  await expect(card(page, ticket, "室内维修二班")).toBeFocused();
  await expect(page.locator(".unseen[aria-live]").first()).toHaveText(`${ticket.number} 已派给室内维修二班。`);

  // To another crew: the crew that has it is not offered.
  await page.keyboard.press("m");
  const others = page.getByRole("dialog", { name: /^改派给哪个班组/ });
  await expect(others.getByRole("button", { name: /室内维修/ })).toHaveCount(2);
  await expect(others.getByRole("button", { name: /室内维修一班/ })).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(drawer(page).locator(".ant-form-item").first()).toContainText("室内维修三班");
  await expect(drawer(page).getByLabel(/^前往人员/)).toBeFocused();
  await page.keyboard.press("Control+Enter");
  await expect(drawer(page).getByText("请填写改派原因。")).toBeVisible();
  await drawer(page).getByLabel("改派原因").fill("二班另有抢修");
  await page.keyboard.press("Control+Enter");
  await expect(card(page, ticket, "室内维修三班")).toBeFocused();
  const { ticket: after } = await call<{ ticket: { assignment: { details: { crew: string } } } }>(page, "ticket_get", { ticket: ticket.id });
  expect(after.assignment.details.crew).toBe("室内维修三班");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: ticket.number })).toBeVisible();
});

test("a card is dragged to a crew, and stays where that cannot be", async ({ page }) => {
  const ticket = await waiting(page);
  const late = await waiting(page);
  const leak = await waiting(page, "leak");
  await board(page);
  await card(page, ticket).dragTo(column(page, "室内维修二班"));
  await expect(drawer(page).locator(".ant-form-item").first()).toContainText("室内维修二班");
  await page.keyboard.press("Escape");
  await expect(page.locator(".ant-drawer-content-wrapper")).toHaveCount(0);
  await expect(card(page, ticket)).toBeVisible();
  await card(page, ticket).dragTo(column(page, "室内维修二班"));
  await drawer(page).getByRole("button", { name: /提交$/ }).click();
  await expect(card(page, ticket, "室内维修二班")).toBeVisible();
  await expect(card(page, ticket)).toHaveCount(0);
  // Leaks are looked for by 稽查 alone.
  await card(page, leak).dragTo(column(page, "室内维修一班"));
  await page.waitForTimeout(300);
  await expect(page.locator(".ant-drawer-content-wrapper")).toHaveCount(0);
  await expect(card(page, leak)).toBeVisible();
  await card(page, leak).dragTo(column(page, "稽查一班"));
  await expect(drawer(page).locator(".ant-form-item").first()).toContainText("稽查一班");
  await drawer(page).getByRole("button", { name: /提交$/ }).click();
  await expect(card(page, leak, "稽查一班")).toBeVisible();
  // Somebody else was quicker: the card says so, and the board learns it by itself.
  await step(page, late.id, "assign", { crew: "室内维修一班", goes: "", note: "" });
  await card(page, late).dragTo(column(page, "室内维修三班"));
  await expect(card(page, late).getByRole("alert")).toHaveText("本单现在不能办理“派工”，请打开工单查看。");
  await expect(card(page, late, "室内维修一班")).toBeVisible({ timeout: 20_000 });
});

test("who may not, is told why; filters stand in the address", async ({ page }) => {
  const ticket = await waiting(page);
  const leak = await waiting(page, "leak");
  await enter(page, "演示生调部调度", PASSWORD, DAY);
  await board(page);
  await expect(card(page, ticket)).toHaveAttribute("draggable", "false");
  await card(page, ticket).focus();
  await page.keyboard.press("m");
  await expect(card(page, ticket).getByRole("alert")).toContainText("您的岗位不能办理“派工”");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await page.getByLabel("服务").first().click();
  await page.locator(".ant-select-item-option", { hasText: "义务维修" }).click();
  await expect(page).toHaveURL(/service=repair/);
  await expect(card(page, leak)).toHaveCount(0);
  await expect(card(page, ticket)).toBeVisible();
  await page.reload();
  await expect(card(page, ticket)).toBeVisible();
  await expect(card(page, leak)).toHaveCount(0);
  await page.getByRole("button", { name: "清除筛选" }).click();
  await expect(card(page, leak)).toBeVisible();
});

test("the first column stays while the others are scrolled", async ({ page }) => {
  await board(page);
  const first = (await column(page, "待派工").boundingBox())!.x;
  const scrolled = await page.locator(".dispatch").evaluate((one) => {
    one.scrollLeft = 400;
    return one.scrollLeft;
  });
  expect(scrolled).toBeGreaterThan(50);
  // A short one has its ground as far as the longest, which is longer than the board is high.
  const heights = await page.locator(".column-of").evaluateAll((all) => all.map((one) => (one as HTMLElement).offsetHeight));
  expect(Math.max(...heights)).toBeGreaterThan(await page.locator(".dispatch").evaluate((one) => one.clientHeight));
  expect(new Set(heights).size).toBe(1);
  expect((await column(page, "待派工").boundingBox())!.x).toBe(first);
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth && document.querySelector("main")!.scrollHeight <= document.querySelector("main")!.clientHeight)).toBe(true);
});
