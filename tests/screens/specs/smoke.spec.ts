import { expect, test } from "@playwright/test";

test("the demo desk asks for name and password", async ({ page }) => {
  await page.goto("/");
  await expect(page.getByText("淄博星辰供水有限公司")).toBeVisible();
  await expect(page.getByRole("button", { name: "登录" })).toBeVisible();
});
