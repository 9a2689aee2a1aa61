// 到期清除: years later what is personal goes, and the desk says what is left.
import { expect, test } from "@playwright/test";
import { LATER } from "../playwright.config";
import { call, enter, go, PASSWORD, picture } from "./desk";

test("what is over is taken out, and the ticket says so", async ({ page }) => {
  await enter(page, "admin", PASSWORD, LATER);
  type Rows = { rows: { id: number; name: string; phone: string; erased_at: number | null }[] };
  const { rows } = await call<Rows>(page, "ticket_list", { stages: ["closed"], service: "repair", limit: 5 });
  const { id, phone } = rows[0]!;
  const { tickets } = await call<{ tickets: number }>(page, "erasure_due", {});
  expect(tickets).toBeGreaterThan(100);
  await go(page, "设置与日历");
  await page.getByRole("tab", { name: "到期清除" }).click();
  await expect(page.getByText(new RegExp(`到期的工单有 ${tickets} 张`))).toBeVisible();
  await page.getByRole("button", { name: "开始清除" }).click();
  await expect(page.getByText("请填写清除的依据。")).toBeVisible();
  await page.getByLabel("依据").fill("保存期满，依本公司个人信息保护制度清除");
  await page.getByRole("button", { name: "开始清除" }).click();
  const asked = page.getByRole("dialog");
  await expect(asked.getByText(`清除 ${tickets} 张工单中的个人信息？`).last()).toBeVisible();
  await picture(page, "erasure");
  await asked.getByRole("button", { name: /清\s?除/ }).click();
  await expect(page.getByText(`已清除 ${tickets} 张工单中的个人信息。`)).toBeVisible({ timeout: 40_000 });
  await expect(page.getByText("目前没有到期的工单。")).toBeVisible();

  await page.goto(`${LATER}/#/ticket/${id}`);
  await expect(page.getByText(/个人信息和附件已于 2032-01-05 .* 清除/)).toBeVisible();
  await expect(page.getByText(phone)).toHaveCount(0);
  await expect(page.getByText("到期清除", { exact: true })).toBeVisible();
  await picture(page, "ticket-erased");
  await go(page, "签字记录");
  await expect(page.getByText("已到期清除").first()).toBeVisible();
  await page.getByText("查验", { exact: true }).click();
  await page.getByRole("button", { name: "开始校验" }).click();
  await expect(page.getByText(/校验通过：\d+ 份签字确认单的封存完好/)).toBeVisible();
  await go(page, "审计");
  await page.getByRole("button", { name: "校验全部记录" }).click();
  await expect(page.getByText(/校验通过：\d+ 条记录/)).toBeVisible();
});
