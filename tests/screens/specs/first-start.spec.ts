// A desk never started before: the administrator is made once, and only once.
import { expect, test } from "@playwright/test";
import { NEW } from "../playwright.config";
import { call, picture } from "./desk";

test("the first start makes the administrator", async ({ page }) => {
  await page.goto(NEW);
  await expect(page.getByText("首次启动")).toBeVisible();
  await page.getByLabel("管理员姓名").fill("示例管理员");
  await page.getByLabel("密码（至少 8 位）").fill("short");
  await page.getByLabel("再输一次密码").fill("shorter");
  await page.getByRole("button", { name: "建立管理员并进入" }).click();
  await expect(page.getByText("两次输入的密码不一样，请重新输入。")).toBeVisible();
  await page.getByLabel("再输一次密码").fill("short");
  await page.getByRole("button", { name: "建立管理员并进入" }).click();
  await expect(page.getByText(/密码至少 8 位，且不能与姓名相同/)).toBeVisible();
  await picture(page, "first-start");
  await page.getByLabel("密码（至少 8 位）").fill("Example-2026");
  await page.getByLabel("再输一次密码").fill("Example-2026");
  await page.getByRole("button", { name: /建立管理员并进入/ }).click();
  await expect(page.getByRole("menuitem", { name: "人员" })).toBeVisible();
  await expect(page.getByText("演示数据")).toHaveCount(0);
  const again = await call<{ code?: string }>(page, "person_first", { name: "另一位", password: "Example-2026" });
  expect(again.code).toBe("already_started");
});
