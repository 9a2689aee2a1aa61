// 快速查找 by F3 from anywhere; the charts of the workbench, whose numbers lead to their tickets.
import { expect, test } from "@playwright/test";
import { call, drawer, enter, now, taken } from "./desk";

test("a ticket, the step a crew phones about, a household and a page are found from anywhere", async ({ page }) => {
  await enter(page);
  const ticket = await taken<{ id: number; number: string }>(page, { name: "快查用户" });
  const digits = ticket.number.slice(-4);
  const box = page.getByRole("combobox", { name: "快速查找" });

  const found = (text: string) => page.getByRole("option").filter({ hasText: text });
  await page.keyboard.press("F3");
  await expect(box).toBeFocused();
  await page.keyboard.type(digits);
  await expect(found(ticket.number)).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`/ticket/${ticket.id}$`));

  // The word of a step before the number, faster than the rows come.
  await page.keyboard.press("F3");
  await expect(box).toBeFocused();
  await page.keyboard.type(`登记安排${digits}`);
  await page.keyboard.press("Enter");
  await expect(drawer(page)).toContainText("登记安排");
  await expect(page).toHaveURL(new RegExp(`/ticket/${ticket.id}$`));
  await page.keyboard.press("Escape");
  await expect(drawer(page)).toBeHidden();

  // A step that cannot be taken now is said, and nothing opens.
  await page.keyboard.press("F3");
  await page.keyboard.type(`办结 ${digits}`);
  await expect(page.getByText("工单：办理“办结”")).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page.getByText("现在不能办理“办结”")).toBeVisible();
  await expect(page.locator(".ant-drawer-content-wrapper:visible")).toHaveCount(0);

  await page.keyboard.press("F3");
  await page.keyboard.type("月报");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "月报" })).toBeVisible();

  const { rows } = await call<{ rows: { account_number: string; customer: number | null }[] }>(page, "ticket_list", { limit: 100 });
  const known = rows.find(({ customer }) => customer !== null)!;
  await page.keyboard.press("F3");
  await page.keyboard.type(known.account_number);
  await found(`户号 ${known.account_number}`).click();
  await expect(page).toHaveURL(/\/household\/\d+$/);

  await page.keyboard.press("F3");
  await page.keyboard.type("没有这样的工单");
  await expect(page.getByText("没有找到，请换一种说法")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog", { name: "快速查找" })).toBeHidden();
});

test("newer tickets with the digits elsewhere do not hide the ticket whose number was said", async ({ page }) => {
  await enter(page);
  const said = await taken<{ number: string }>(page, { name: "被说到的用户" });
  const digits = said.number.slice(-4);
  for (let newer = 1; newer <= 9; newer++) await taken(page, { name: `户号相近${newer}`, account: `88${newer}${digits}` });
  await page.keyboard.press("F3");
  await page.keyboard.type(digits);
  const options = page.getByRole("dialog", { name: "快速查找" }).getByRole("option");
  await expect(options.filter({ hasText: "户号相近9" })).toBeVisible();
  await expect(options.first()).toContainText(said.number);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: said.number })).toBeVisible();
});

test("the workbench's charts are unfolded by a key, are tables by another, and lead to their tickets", async ({ page }) => {
  await enter(page);
  await taken(page, { minutes: 2 });
  await page.keyboard.press("v");
  await expect(page.getByRole("img", { name: /^今日来单/ }).locator("svg")).toBeVisible();
  await expect(page.getByRole("img", { name: /^今后 24 小时到期/ }).locator("svg")).toBeVisible();
  await page.keyboard.press("t");
  const hour = Number(new Intl.DateTimeFormat("en-GB", { timeZone: "Asia/Shanghai", hour: "numeric", hourCycle: "h23" }).format((await now(page)) - 120_000));
  const row = page.locator(".ant-card", { hasText: "今日来单（按小时）" }).last().getByRole("row", { name: new RegExp(`^${hour} 时`) });
  const count = Number((await row.getByRole("cell").nth(1).textContent())!);
  expect(count).toBeGreaterThan(0);
  await row.getByRole("link").press("Enter");
  await expect(page).toHaveURL(/\/tickets\?from=\d+&to=\d+$/);
  await expect(page.getByText(/^接报：.* \d\d:00 至 \d\d:00$/)).toBeVisible();
  const query = Object.fromEntries(new URL(page.url().replace("#/", "")).searchParams);
  const { counts } = await call<{ counts: number[] }>(page, "ticket_count", { queries: [{ from: Number(query.from), to: Number(query.to) }] });
  expect(counts[0]).toBe(count);
});
