// 报告内容与预览: sections on and off, their order, templates; longer spans and comparisons.
import { expect, test, type Page } from "@playwright/test";
import { call, drawer, enter, go, picture } from "./desk";

async function month(page: Page): Promise<string> {
  const { months } = await call<{ months: string[] }>(page, "report_months", {});
  const last = months[1];
  if (!last) throw new Error("the demo folder has two months");
  return last;
}

/** Whether something was drawn on a page of the preview: not one colour alone. */
const inked = (page: Page, number: number) =>
  page.evaluate((number) => {
    const canvas = document.querySelectorAll<HTMLCanvasElement>(".pdf canvas")[number - 1];
    const context = canvas?.getContext("2d");
    if (!canvas || !context || canvas.dataset.drawn !== "yes") return false;
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    return data.some((value, place) => place % 4 === 0 && value < 80);
  }, number);

test("what goes in is chosen beside a preview, kept as a template and used again", async ({ page }) => {
  await enter(page);
  await go(page, "月报");
  const span = await month(page);
  await page.getByLabel("报告期", { exact: true }).click();
  await page.getByTitle(`${span.slice(0, 4)}年${Number(span.slice(5))}月`).click();
  await page.getByRole("button", { name: "预览和打印" }).click();
  const preview = drawer(page);
  const pages = preview.locator("canvas");
  await expect.poll(() => inked(page, 1)).toBe(true);
  await expect.poll(() => inked(page, 2)).toBe(true);
  await picture(page, "report-preview");
  const before = await pages.count();
  for (const name of ["工单明细", "指标与工单对照", "数字说明"]) await preview.getByRole("checkbox", { name }).uncheck();
  await expect.poll(() => pages.count()).toBeLessThan(before);
  await preview.getByRole("button", { name: "上移总体指标" }).click();
  await expect(preview.getByRole("listitem").first()).toContainText("总体指标");
  await preview.getByRole("button", { name: "存为模板" }).click();
  const dialog = page.getByRole("dialog", { name: "存为模板" });
  await dialog.getByLabel("模板名称").fill("送总经理");
  await dialog.getByLabel("模板名称").press("Enter");
  await expect(dialog).toBeHidden();
  await page.keyboard.press("Escape");
  await expect(preview).toBeHidden();

  await page.getByRole("button", { name: "预览和打印" }).press("Enter");
  await expect(preview.getByRole("button", { name: "保存 PDF" })).toBeFocused();
  await expect(preview.getByRole("checkbox", { name: "工单明细" })).toBeChecked();
  await preview.getByLabel("模板").click();
  await page.getByTitle("送总经理").click();
  await expect(preview.getByRole("checkbox", { name: "工单明细" })).not.toBeChecked();
  await expect(preview.getByRole("listitem").first()).toContainText("总体指标");
  const saved = page.waitForEvent("download");
  await preview.getByRole("button", { name: "保存 PDF" }).click();
  expect((await saved).suggestedFilename()).toBe(`月度服务报告-${span}.pdf`);
  await preview.getByRole("button", { name: "删除模板" }).press("Enter");
  await expect(page.getByRole("button", { name: "删除", exact: true })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(preview.getByRole("checkbox", { name: "工单明细" })).toBeChecked();
});

test("a quarter and a comparison come from the same parts", async ({ page }) => {
  await enter(page);
  await go(page, "月报");
  await page.getByText("季度", { exact: true }).click();
  await expect(page.getByText(/尚未封账的月份|还没有结束/).first()).toBeVisible();
  await expect(page.getByText(/^本季度受理事项/)).toBeVisible();
  await page.getByText("月度", { exact: true }).click();
  const span = await month(page);
  await page.getByLabel("对比").click();
  await page.getByTitle(`${span.slice(0, 4)}年${Number(span.slice(5))}月`).click();
  const received = page.getByRole("button", { name: /^受理事项/ });
  await expect(received).toContainText("对比");
  await expect(received).not.toContainText("同比");
  await picture(page, "report-compared");
});

test("thirteen months are drawn, told as a table, and each leads to its report", async ({ page }) => {
  await enter(page);
  await go(page, "月报");
  const charts = page.locator("#charts");
  await expect(charts.getByText("十三个月及时率和满意率", { exact: true })).toBeVisible();
  await expect(charts.getByRole("img", { name: /^十三个月及时率和满意率（图）/ }).locator("svg")).toBeVisible();
  await expect(charts.getByRole("img", { name: /^十三个月及时率和满意率（图）/ })).toContainText("满意率");
  await page.keyboard.press("t");
  const { months } = await call<{ months: string[] }>(page, "report_months", {});
  const trend = await call<{ zh: string; points: { month: string; is: { numerator: number } }[] }[]>(page, "report_trend", { span: months[0] });
  expect(trend[0]!.points).toHaveLength(13);
  const before = trend[0]!.points.at(-2)!;
  const name = `${before.month.slice(0, 4)}年${Number(before.month.slice(5))}月`;
  const row = charts.getByRole("row", { name: new RegExp(`^${name} ${before.is.numerator} 件`) });
  await row.getByRole("button", { name }).press("Enter");
  await expect(page.getByRole("button", { name: new RegExp(`^受理事项 ${before.is.numerator} `) })).toBeVisible();
});
