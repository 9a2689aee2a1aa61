// 导入用户档案 and 导入旧工单 by keyboard: the office's file, its heads and columns, the bad rows with their reasons, and what is imported;
// a long one is stopped. An old ticket is read at its household and found by its number.
import AxeBuilder from "@axe-core/playwright";
import { expect, test, type Page } from "@playwright/test";
import { readFileSync } from "node:fs";
import { DAY } from "../playwright.config";
import { PASSWORD, call, drawer, enter, wear } from "./desk";

const csv = (text: string) => ({ name: "用户台账.csv", mimeType: "text/csv", buffer: Buffer.from(`\uFEFF${text}`) });
const found = (text: string) => ({ text });

/** Colours that are on their way to others, and buttons that wait, which are paler. */
const unsettled = () =>
  document.getAnimations().filter(({ effect, playState }) => playState === "running" && effect?.getComputedTiming().iterations !== Infinity).length +
  document.querySelectorAll(".ant-btn-loading").length;

/** What axe says of the drawer, or of what is asked for, as it stands, in both themes. */
async function sound(page: Page, what = ".ant-drawer .ant-drawer-section") {
  for (const scheme of ["dark", "light"]) {
    await wear(page, { scheme });
    await expect(page.locator("html")).toHaveAttribute("data-look", scheme);
    await expect.poll(() => page.evaluate(unsettled)).toBe(0);
    const { violations } = await new AxeBuilder({ page }).include(what).analyze();
    const grave = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
    expect(grave.map(({ id, nodes }) => `${id} ${nodes[0]?.target.join(" ")}`)).toEqual([]);
  }
}

test("a sheet is chosen, its columns named, its bad rows told, and the good ones taken", async ({ page }) => {
  // Axe looks at every step, twice.
  test.setTimeout(180_000);
  await enter(page, "admin", PASSWORD, DAY);
  await page.locator("main").focus();
  await page.keyboard.press("g");
  await page.keyboard.press("h");
  await expect(page.getByLabel("查找用户")).toBeFocused();
  await page.keyboard.press("Alt+i");
  const form = drawer(page);
  await expect(form.getByRole("button", { name: "选择表格" })).toBeFocused();
  await sound(page);
  const rows = [
    "演示供水公司用户档案,,,,",
    ",,,,",
    "用户编号,户名,联系电话,用水地址,备注",
    "98000001,演示住户甲,张先生 12000000081，座机0533-5270300,演示花园 7 号楼,",
    "98000002,,12000000082,演示花园 8 号楼,",
    "98000003,演示住户丙,12,演示花园 9 号楼,",
  ];
  await form.locator("input[type=file]").setInputFiles(csv(`${rows.join("\n")}\n`));

  // Sheet and heads.
  await expect(form.getByText(/表头以下共 3 行有内容/)).toBeVisible();
  await expect(form.getByLabel("表头从第几行开始")).toHaveValue("3");
  await expect(form.getByLabel("表头从第几行开始")).toBeFocused();
  await sound(page);
  await page.keyboard.press("Control+Enter");

  // Columns.
  const name = form.getByRole("combobox", { name: "第 B 列“户名”导入为" });
  await expect(form.getByText("导入为").first()).toBeVisible();
  // The list takes the arrows when it stands there.
  const active = page.locator(".ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option-active");
  await name.press("Enter");
  await expect(active).toHaveText("用户姓名");
  await name.press("ArrowUp");
  await name.press("ArrowUp");
  await expect(active).toHaveText("不导入");
  await name.press("Enter");
  await expect(form.getByText("没有“用户姓名”列：只能更新已有档案的用户，不能新增用户。")).toBeVisible();
  await expect(active).toHaveCount(0);
  await name.press("Enter");
  await expect(active).toHaveText("不导入");
  await name.press("ArrowDown");
  await name.press("ArrowDown");
  await expect(active).toHaveText("用户姓名");
  await name.press("Enter");
  await expect(form.getByText(/只能更新已有档案/)).toHaveCount(0);
  await sound(page);
  await page.keyboard.press("Control+Enter");

  // Looked through.
  await expect(form.getByText("可导入：新增 1 户，更新 0 户，未变 0 户。")).toBeVisible();
  await expect(form.getByText("用户姓名：没有填写")).toBeVisible();
  await expect(form.getByText("联系电话：不是电话号码，须为 5 至 20 位数字（12）")).toBeVisible();
  await sound(page);
  const download = page.waitForEvent("download");
  await form.getByRole("button", { name: "另存不能导入的行" }).press("Enter");
  expect(readFileSync(await (await download).path()).subarray(0, 2).toString()).toBe("PK");
  await form.getByText("文字中找到的电话（1）").click();
  await expect(form.getByText("12000000081、0533-5270300")).toBeVisible();
  const inside = form.getByRole("checkbox", { name: /登记其中的电话/ });
  await inside.press("Space");
  await expect(form.getByText("没有可以导入的内容：新增 0 户，更新 0 户，未变 0 户。")).toBeVisible();
  await inside.press("Space");
  await expect(form.getByText("可导入：新增 1 户，更新 0 户，未变 0 户。")).toBeVisible();
  await page.keyboard.press("Control+Enter");
  await expect(form.getByText("已导入：新增 1 户，更新 0 户，未变 0 户。另有 2 行没有导入。")).toBeVisible();
  await sound(page);
  await form.getByRole("button", { name: "完成" }).click();
  await expect(page.getByRole("dialog")).toHaveCount(0);

  const [home] = await call<{ household: { name: string; phones: string[] } }[]>(page, "customer_find", found("98000001"));
  expect(home!.household).toMatchObject({ name: "演示住户甲", phones: ["12000000081", "0533-5270300"] });
});

test("a long import is stopped without a trace", async ({ page }) => {
  await enter(page, "admin", PASSWORD, DAY);
  await page.goto(`${DAY}/#/household`);
  await page.getByRole("button", { name: /导入用户档案/ }).click();
  const form = drawer(page);
  const rows = Array.from({ length: 60_000 }, (_, row) => `${99_000_000 + row},演示住户${row},12${String(row).padStart(9, "0")},演示花园 ${row} 号`);
  await form.locator("input[type=file]").setInputFiles(csv(`户号,户名,电话,地址\n${rows.join("\n")}\n`));
  await expect(form.getByText(/表头以下共 60000 行有内容/)).toBeVisible({ timeout: 30_000 });
  await form.getByRole("button", { name: "下一步" }).click();
  await form.getByRole("button", { name: /核\s?对/ }).click();
  await form.getByRole("button", { name: "导入 60000 户" }).click({ timeout: 40_000 });
  const work = page.getByRole("region", { name: "正在导入用户档案" });
  await expect(work.getByRole("progressbar")).toHaveAttribute("aria-valuenow", /^[1-9]/, { timeout: 30_000 });
  await page.keyboard.press("Alt+q");
  await expect(form.getByText("已停止，没有保存任何内容。")).toBeVisible({ timeout: 30_000 });
  expect(await call(page, "customer_find", found("99000001"))).toEqual([]);
});

test("old tickets are taken from a sheet, read at their household and found by number", async ({ page }) => {
  test.setTimeout(180_000);
  await enter(page, "admin", PASSWORD, DAY);
  const household = { account_number: "98100001", name: "演示住户辛", phones: ["12000000091"], address: "演示花园 11 号楼", area: "urban" };
  await call(page, "customer_save", { household });
  await page.locator("main").focus();
  await page.keyboard.press("g");
  await page.keyboard.press("h");
  await expect(page.getByLabel("查找用户")).toBeFocused();
  await page.keyboard.press("Alt+o");
  const form = drawer(page);
  await expect(form.getByText("导入旧工单").first()).toBeVisible();
  await expect(form.getByRole("button", { name: "选择表格" })).toBeFocused();
  const rows = [
    "2023年报修登记表,,,,,,",
    "报修单号,报修时间,业务类型,报修人,联系电话,报修内容,处理情况",
    "BX-9001,2023/5/6 8:30,义务维修,演示住户辛,12000000091,厨房角阀漏水,已更换角阀",
    "BX-9002,2023年6月1日,爆管抢修,演示住户辛,12000000091,单元门前冒水,已止水",
    "BX-9003,上周,,,,水表不转,",
    "BX-9001,2023-05-07,,,,重复的一行,",
  ];
  await form.locator("input[type=file]").setInputFiles({ ...csv(`${rows.join("\n")}\n`), name: "报修登记.csv" });
  await expect(form.getByText(/表头以下共 4 行有内容/)).toBeVisible();
  await expect(form.getByLabel("表头从第几行开始")).toBeFocused();
  await page.keyboard.press("Control+Enter");

  // Without a ledger nothing goes on.
  const ledger = form.getByLabel("来源");
  await expect(ledger).toHaveValue("旧台账");
  await ledger.fill("");
  await expect(form.getByText("请填写来源。")).toBeVisible();
  await expect(form.getByRole("button", { name: /核\s?对/ })).toBeDisabled();
  await ledger.fill("2023年报修台账");
  await sound(page);
  await page.keyboard.press("Control+Enter");

  await expect(form.getByText("可导入：新增 2 张，已有 0 张。")).toBeVisible();
  await expect(form.getByText(/其中 2 张归入已有的用户/)).toBeVisible();
  await expect(form.getByText("受理时间：不是日期或时间，可写成 2023-05-06 8:30（上周）")).toBeVisible();
  await expect(form.getByText("旧编号：在表中出现了两次（第 3 行）")).toBeVisible();
  await sound(page);
  await page.keyboard.press("Control+Enter");
  await expect(form.getByText("已导入：新增 2 张，已有 0 张。另有 2 行没有导入。")).toBeVisible();
  await form.getByRole("button", { name: "完成" }).click();
  await expect(page.getByRole("dialog")).toHaveCount(0);

  // At its household, newest first, and nothing but readable.
  await page.getByLabel("查找用户").fill("98100001");
  await page.getByLabel("查找用户").press("Enter");
  await expect(page.getByText("旧工单（只供查阅）")).toBeVisible();
  const old = page.getByRole("row", { name: /^旧工单 BX-/ });
  await expect(old).toHaveCount(2);
  await expect(old.first()).toContainText("BX-9002");
  await expect(old.first()).toContainText("爆管抢修");
  await sound(page, "main");
  await old.nth(0).focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(page.getByText("由“2023年报修台账”导入，只供查阅：不能办理或修改，也不计入统计。")).toBeVisible();
  await expect(page.getByText("2023-05-06 08:30")).toBeVisible();
  await sound(page, "main");

  await page.keyboard.press("F3");
  await page.getByRole("combobox", { name: "快速查找" }).fill("BX-9002");
  await expect(page.getByRole("option").getByText("单元门前冒水")).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/old\/\d+$/);
  await expect(page.getByText("已止水")).toBeVisible();
  const tickets = await call<{ rows: unknown[] }>(page, "ticket_list", { text: "BX-9002" });
  expect(tickets.rows).toEqual([]);

  // Beside a report of that household, and where a ticket of that number is looked for in vain.
  await page.goto(`${DAY}/#/tickets?text=BX-90`);
  await expect(page.getByText("旧工单（只供查阅）中有这样的编号：")).toContainText("BX-9001、BX-9002");
  await sound(page, "main");
  await page.keyboard.press("F2");
  await page.getByLabel("查找用户").fill("98100001");
  await page.getByLabel("查找用户").press("Enter");
  await expect(page.locator(".known")).toContainText("旧工单（只供查阅）");
  await page.locator(".known").getByRole("link", { name: "BX-9001" }).press("Enter");
  await expect(page.getByText("已更换角阀")).toBeVisible();
});
