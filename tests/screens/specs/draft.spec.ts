// What was typed and not sent: in the file within the second, offered again after a crash, from another computer, after a lock.
import { expect, test, type Browser, type Page } from "@playwright/test";
import { DAY } from "../playwright.config";
import { PASSWORD, call, drawer, enter, go, press, signIn } from "./desk";

type Kept = { values: Record<string, { value: Record<string, unknown> } | string> };

/** The drafts in the file, as text. */
const inFile = async (page: Page) => {
  const { values } = await call<Kept>(page, "kept_get", {});
  return JSON.stringify(Object.entries(values).filter(([name]) => name.startsWith("draft.")));
};

const onComputer = (page: Page) => page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith("unsent/")).length);

const offered = (page: Page) => page.getByRole("alert").filter({ hasText: "没有保存的来电记录" });

/** Another computer: a browser that has never been here. */
async function elsewhere(browser: Browser, page: Page): Promise<Page> {
  await call(page, "person_sign_out", {});
  const other = await (await browser.newContext({ viewport: { width: 1366, height: 768 } })).newPage();
  await signIn(other, "admin", PASSWORD, DAY);
  return other;
}

test("a report is in the file within the second, and is offered at another computer", async ({ page, browser }) => {
  await enter(page, "admin", PASSWORD, DAY);
  await page.keyboard.press("F2");
  await page.getByLabel("用户姓名").fill("草稿用户");
  await page.getByLabel("情况说明").focus();
  await page.keyboard.type("厨房漏水，水流很大", { delay: 30 });
  await expect.poll(() => inFile(page), { timeout: 1000 }).toContain("厨房漏水，水流很大");
  await expect.poll(() => onComputer(page)).toBe(0);
  const other = await elsewhere(browser, page);
  await other.keyboard.press("F2");
  await expect(offered(other)).toContainText("草稿用户");
  await other.getByRole("button", { name: "继续填写" }).click();
  await expect(other.getByLabel("情况说明")).toHaveValue("厨房漏水，水流很大");
  // Thrown away it is gone from the file as well.
  await go(other, "工作台");
  await expect(other.getByRole("heading", { name: "工作台" })).toBeVisible();
  await other.keyboard.press("F2");
  await other.getByRole("button", { name: "丢弃" }).click();
  await expect.poll(() => inFile(other)).not.toContain("草稿用户");
  await other.context().close();
});

test("what a program that was killed did not get to write is offered again", async ({ page }) => {
  await enter(page, "admin", PASSWORD, DAY);
  await page.keyboard.press("F2");
  await page.getByLabel("用户姓名").fill("断电用户");
  await page.getByLabel("情况说明").focus();
  await expect.poll(() => onComputer(page)).toBe(0);
  // Nothing more reaches the program; then the page is gone in the middle of a word.
  await page.route("**/call", (route) => route.abort());
  await page.keyboard.insertText("正说到一半");
  const storage = await page.context().storageState();
  await page.close({ runBeforeUnload: false });
  const context = await page.context().browser()!.newContext({ storageState: storage });
  const again = await context.newPage();
  await again.goto(DAY);
  await expect(again.getByRole("button", { name: "锁屏" })).toBeVisible();
  await again.keyboard.press("F2");
  await again.getByRole("button", { name: "继续填写" }).click();
  await expect(again.getByLabel("情况说明")).toHaveValue("正说到一半");
  await expect.poll(() => inFile(again)).toContain("正说到一半");
  await expect.poll(() => onComputer(again)).toBe(0);
  await context.close();
});

test("what was typed as the desk locked waits for it to be open", async ({ page }) => {
  await enter(page, "admin", PASSWORD, DAY);
  await page.keyboard.press("F2");
  await page.getByLabel("用户姓名").fill("锁屏用户");
  await page.getByLabel("情况说明").focus();
  // Locked behind the page's back, as when another window locks it.
  await call(page, "person_lock", {});
  await page.keyboard.insertText("锁屏那一刻");
  await expect(page.getByText("服务台已锁定")).toBeVisible();
  expect(await onComputer(page)).toBe(1);
  await page.getByLabel("密码").fill(PASSWORD);
  await page.keyboard.press("Enter");
  await expect(page.getByText("服务台已锁定")).toHaveCount(0);
  await expect.poll(() => inFile(page)).toContain("锁屏那一刻");
  await expect.poll(() => onComputer(page)).toBe(0);
  await expect(page.getByLabel("情况说明")).toHaveValue("锁屏那一刻");
});

test("a signature's words are kept, its strokes not", async ({ page }) => {
  await enter(page, "admin", PASSWORD, DAY);
  const { rows } = await call<{ rows: { id: number }[] }>(page, "ticket_list", { unsigned: true, limit: 1 });
  await page.goto(`${DAY}/#/ticket/${rows[0]!.id}`);
  await press(page, "签字确认");
  const form = drawer(page);
  await form.getByText("拒签", { exact: true }).click();
  await form.getByLabel("拒签原因").fill("用户说改天再签");
  await form.getByRole("button", { name: "取消" }).click();
  await expect(page.locator(".ant-drawer-content-wrapper")).toHaveCount(0);
  await page.reload();
  await press(page, "签字确认");
  await expect(form.getByText("上次没有提交的内容已填回")).toBeVisible();
  await expect(form.getByLabel("拒签原因")).toHaveValue("用户说改天再签");
  await form.getByRole("button", { name: "丢弃" }).click();
  await expect(form.getByLabel("拒签原因")).toHaveCount(0);
  await expect.poll(() => inFile(page)).not.toContain("改天再签");
});

test("the note for the next shift comes along, and drafts of an older version are taken over", async ({ page, browser }) => {
  await enter(page, "admin", PASSWORD, DAY);
  const id = (await call<{ person: { id: number } }>(page, "desk_state", {})).person.id;
  await page.evaluate((id) => {
    localStorage.setItem(`shift/${id}`, "一班下午去演示花园");
    localStorage.setItem(`intake/${id}`, JSON.stringify([{ slot: "1/0.5", draft: { received_at: Date.now(), name: "旧版用户" } }]));
  }, id);
  await page.reload();
  await expect.poll(() => inFile(page)).toContain("旧版用户");
  expect(await page.evaluate(() => Object.keys(localStorage).filter((key) => /^(shift|intake)\//.test(key)))).toEqual([]);
  const other = await elsewhere(browser, page);
  await other.getByRole("button", { name: "交接班记录" }).click();
  await expect(other.getByLabel(/交班事项/)).toHaveValue("一班下午去演示花园");
  await other.keyboard.press("Escape");
  await other.keyboard.press("F2");
  await expect(offered(other)).toContainText("旧版用户");
  await other.context().close();
});
