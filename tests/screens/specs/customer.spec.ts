// 用户档案 by keyboard: a household is found, opened, added after a refusal, changed; a call is taken for it; and what stands
// against writing is said before anything is written.
import { expect, test, type Page } from "@playwright/test";
import { DAY } from "../playwright.config";
import { PASSWORD, call, drawer, enter, taken } from "./desk";

interface Home {
  id: number;
  household: { account_number: string; name: string; phones: string[]; address: string; community: string; area: string; meter_number: string };
}

const found = (page: Page, text: string) => call<Home[]>(page, "customer_find", { text });
const box = (page: Page) => page.getByLabel("查找用户");
const rows = (page: Page) => page.locator("tr.row-link");

/** Another one, as another desk would write it. */
const written = async (page: Page, household: Partial<Home["household"]> & { account_number: string }) => {
  const plain = { name: "演示住户", phones: ["12000000041"], address: "演示花园 9 号楼", community: "", area: "urban", meter_number: "" };
  return (await call<{ value: Home }>(page, "customer_save", { household: { ...plain, ...household } })).value;
};

async function places(page: Page) {
  await page.keyboard.press("g");
  await page.keyboard.press("h");
  await expect(page.getByRole("heading", { name: "用户档案" })).toBeVisible();
  await expect(box(page)).toBeFocused();
}

test("a household is found while typing, opened by the arrows, and found again on the way back", async ({ page }) => {
  await enter(page, "admin", PASSWORD, DAY);
  await page.locator("main").focus();
  await places(page);
  await expect(page.getByText("输入两个以上的字或数字即开始查找。")).toBeVisible();
  const homes = await found(page, "小区");
  expect(homes.length).toBeGreaterThan(2);
  await page.keyboard.type("小区");
  await expect(rows(page)).toHaveCount(homes.length);
  await expect(page).toHaveURL(/household\?text=/);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await expect(rows(page).nth(1)).toBeFocused();
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowUp");
  await expect(box(page)).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  const second = homes[1]!.household;
  await expect(page.getByRole("heading", { name: second.name })).toBeVisible();
  await expect(page).toHaveURL(new RegExp(`household/${homes[1]!.id}$`));
  await expect(page.locator("main").getByText(second.address).first()).toBeVisible();
  await page.goBack();
  await expect(box(page)).toHaveValue("小区");
  await expect(rows(page)).toHaveCount(homes.length);

  // Whoever asks for the page again begins anew.
  await rows(page).first().focus();
  await places(page);
  await expect(box(page)).toHaveValue("");

  // By the last digits of a phone, and Enter without waiting opens what was typed.
  const { account_number, name } = homes[2]!.household;
  await page.keyboard.type(account_number);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name })).toBeVisible();
  await places(page);
  await page.keyboard.type("没有这一户");
  await expect(page.getByText(/没有找到“没有这一户”/)).toBeVisible();
  await expect(page.getByRole("main").getByRole("button", { name: "添加用户", exact: true })).toBeVisible();
});

test("one is added after a refusal, found by its initials, changed, and a call is taken for it", async ({ page }) => {
  await enter(page, "admin", PASSWORD, DAY);
  await page.locator("main").focus();
  await places(page);
  await page.keyboard.press("Alt+n");
  const form = drawer(page);
  await expect(form.getByLabel("户号", { exact: true })).toBeFocused();
  await page.keyboard.press("Control+Enter");
  await expect(form.getByText("请填写户号。")).toBeVisible();
  await page.keyboard.type("HX900100");
  await form.getByLabel("用户姓名").fill("郑演示");
  await form.getByLabel("联系电话（先拨这一个，可不填）").fill("12000000051");
  // Enter begins the next phone; what is no phone is refused by the program, at that very one.
  await page.keyboard.press("Enter");
  await expect(form.getByRole("textbox", { name: "联系电话 2" })).toBeFocused();
  await page.keyboard.type("电话abc");
  await form.getByLabel("详细地址").fill("演示花园 9 号楼 2 单元 201 室");
  await page.keyboard.press("Control+Enter");
  await expect(form.getByText(/电话号码不正确/)).toBeVisible();
  await expect(form.getByRole("textbox", { name: "联系电话 2" })).toHaveAttribute("aria-invalid", "true");
  await expect(form.getByRole("textbox", { name: /^联系电话 1/ })).not.toHaveAttribute("aria-invalid", "true");

  // A form closed by a slip is offered again.
  await page.keyboard.press("Escape");
  await expect(page.locator(".ant-drawer-content-wrapper")).toHaveCount(0);
  await page.keyboard.press("Alt+n");
  await expect(form.getByText("上次没有提交的内容已填回")).toBeVisible();
  await expect(form.getByLabel("户号", { exact: true })).toHaveValue("HX900100");
  await form.getByRole("textbox", { name: "联系电话 2" }).fill("0533-7000052");
  await page.keyboard.press("Control+Enter");
  await expect(page.getByRole("heading", { name: "郑演示" })).toBeVisible();
  await expect(page.getByText("0533-7000052")).toBeVisible();
  await expect(page.getByText("这一户还没有工单。")).toBeVisible();
  expect((await found(page, "HX900100"))[0]?.household.phones).toEqual(["12000000051", "0533-7000052"]);

  await page.keyboard.press("e");
  await expect(form.getByLabel("用户姓名")).toBeFocused();
  await expect(form.getByLabel("户号", { exact: true })).not.toBeEditable();
  await form.getByLabel("表号").fill("B900100");
  await page.keyboard.press("Control+Enter");
  await expect(page.locator(".ant-drawer-content-wrapper")).toHaveCount(0);
  await expect(page.getByText("B900100")).toBeVisible();
  expect(await found(page, "HX900100")).toHaveLength(1);

  // The call: who and where are there already, the keyboard goes on with what happened.
  await page.keyboard.press("l");
  await expect(page.getByRole("heading", { name: "来电受理" })).toBeVisible();
  await expect(page.getByLabel("用户姓名")).toHaveValue("郑演示");
  await expect(page.getByLabel("联系电话")).toHaveValue("12000000051");
  await expect(page.getByRole("main").getByRole("link", { name: "用户档案" })).toBeVisible();
  await expect.poll(() => page.evaluate(() => document.activeElement?.closest("main") !== null && document.activeElement?.id)).toMatch(/^asked_/);
  await page.getByText("管道爆裂", { exact: true }).click();
  await page.getByLabel("情况说明").fill("厨房水管爆裂");
  await page.getByLabel("已告知用户材料自备").check();
  await page.keyboard.press("Control+Enter");
  await expect(page.getByTestId("taken-number")).toBeVisible();
  const number = (await page.getByTestId("taken-number").textContent())!;
  await page.getByRole("button", { name: "查看工单" }).press("Enter");

  // And back from the ticket to the household, which now has it.
  await page.getByRole("link", { name: "郑演示" }).press("Enter");
  await expect(page.getByText("正在办理 1")).toBeVisible();
  await expect(rows(page).filter({ hasText: number })).toHaveCount(1);
  await page.getByRole("link", { name: "全部工单" }).press("Enter");
  await expect(page).toHaveURL(/tickets\?customer=\d+$/);
  await expect(page.locator(".endless tr.row-link")).toHaveCount(1);
  await places(page);
  await page.keyboard.type("zys");
  await expect(rows(page).filter({ hasText: "郑演示" })).toHaveCount(1);
});

test("an account number that is taken is said before anything is written over", async ({ page }) => {
  await enter(page, "admin", PASSWORD, DAY);
  const home = await written(page, { account_number: "HX900200" });
  await page.locator("main").focus();
  await places(page);
  await page.keyboard.press("Alt+n");
  const form = drawer(page);
  await expect(form.getByLabel("户号", { exact: true })).toBeFocused();
  await page.keyboard.type("HX900200");
  await form.getByLabel("用户姓名").fill("另一住户");
  await form.getByLabel("详细地址").fill(home.household.address);
  await page.keyboard.press("Control+Enter");
  await expect(form.getByText(/户号 HX900200 已有档案：演示住户/)).toBeVisible();
  await expect(form.getByText("用户姓名：演示住户 → 另一住户")).toBeVisible();
  await expect(form.getByRole("button", { name: "查看已有档案" })).toBeFocused();
  expect((await found(page, "HX900200"))[0]?.household).toEqual(home.household);
  await form.getByRole("button", { name: "改掉原来的档案" }).press("Enter");
  await expect(page.getByRole("heading", { name: "另一住户" })).toBeVisible();
  expect((await found(page, "HX900200")).map(({ id, household }) => [id, household.name])).toEqual([[home.id, "另一住户"]]);
});

test("a household that somebody else changed meanwhile is read again, and nothing is lost", async ({ page }) => {
  await enter(page, "admin", PASSWORD, DAY);
  const { id, household } = await written(page, { account_number: "HX900300" });
  await page.goto(`${DAY}/#/household/${id}`);
  await page.getByRole("button", { name: /编辑/ }).press("Enter");
  const form = drawer(page);
  await form.getByLabel("详细地址").fill("演示花园 10 号楼");
  await written(page, { ...household, phones: ["12000000077"] });
  await page.keyboard.press("Control+Enter");
  await expect(form.getByText(/刚刚被别人更改/)).toBeVisible();
  await expect(form.getByText("联系电话现为：12000000077")).toBeVisible();
  await expect(form.getByLabel("联系电话（先拨这一个，可不填）")).toHaveValue("12000000077");
  await expect(form.getByLabel("详细地址")).toHaveValue("演示花园 10 号楼");
  await form.getByLabel("详细地址").press("Control+Enter");
  await expect(page.locator(".ant-drawer-content-wrapper")).toHaveCount(0);
  expect((await call<Home>(page, "customer_get", { customer: id })).household).toEqual({ ...household, phones: ["12000000077"], address: "演示花园 10 号楼" });
});

test("whoever is shown less finds households, and changes none", async ({ page }) => {
  await enter(page, "admin", PASSWORD, DAY);
  const { id, household } = await written(page, { account_number: "HX900400", phones: ["12000000099"] });
  await taken(page, { name: "无档案用户" });
  await call(page, "person_add", { name: "档案审计", password: PASSWORD, roles: ["auditor"] });
  await enter(page, "档案审计", PASSWORD, DAY);
  await page.locator("main").focus();
  await places(page);
  await expect(page.getByRole("button", { name: /添加用户/ })).toHaveCount(0);
  await page.keyboard.type(household.account_number);
  await expect(rows(page)).toHaveCount(1);
  await expect(rows(page)).toContainText("120****99");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`household/${id}$`));
  await expect(page.getByText("电话和地址没有全部显示。")).toBeVisible();
  await expect(page.getByText("12000000099")).toHaveCount(0);
  await expect(page.getByRole("button", { name: /编辑|来电受理/ })).toHaveCount(0);
  await page.keyboard.press("e");
  await expect(page.getByRole("dialog")).toHaveCount(0);
});
