import { expect, test } from "@playwright/test";
import { enter, wear } from "./desk";
test("charts", async ({ page }) => {
  await enter(page);
  await page.keyboard.press("v");
  await expect(page.getByRole("img", { name: /今日来单/ })).toBeVisible();
  await page.waitForTimeout(1500);
  await page.screenshot({ path: "/tmp/c1.png", fullPage: true });
  await page.keyboard.press("t");
  await page.waitForTimeout(500);
  await page.screenshot({ path: "/tmp/c2.png", fullPage: true });
  await page.keyboard.press("t");
  await wear(page, { scheme: "dark" });
  await page.setViewportSize({ width: 1920, height: 1080 });
  await page.waitForTimeout(1500);
  await page.screenshot({ path: "/tmp/c3.png" });
});
