import { test, expect } from "@playwright/test";
import { call } from "../specs/desk";
test("look", async ({ page, baseURL }) => {
  test.setTimeout(120000);
  await page.goto(baseURL!); await call(page,"person_sign_out",{}); await page.reload(); await page.waitForTimeout(1000);
  await page.screenshot({path:"/tmp/prof/signin.png"});
  await page.locator("button[type=submit]").click(); await page.waitForTimeout(300); await page.screenshot({path:"/tmp/prof/signin2.png"});
  await page.getByLabel("姓名").fill("admin"); await page.getByLabel("密码").fill("Demo-2026"); await page.locator("button[type=submit]").click(); await page.waitForTimeout(2500);
  await page.screenshot({path:"/tmp/prof/board.png"});
  await page.goto(baseURL+"/#/tickets"); await page.waitForTimeout(2500); await page.screenshot({path:"/tmp/prof/list.png"});
  await page.locator("input.pick").nth(2).click(); await page.locator("input.pick").nth(6).click({modifiers:["Shift"]}); await page.waitForTimeout(500); 
  await page.emulateMedia({colorScheme:"dark"}); await page.waitForTimeout(500); await page.screenshot({path:"/tmp/prof/list-dark.png"});
  await page.goto(baseURL+"/#/board"); await page.waitForTimeout(1500); await page.screenshot({path:"/tmp/prof/board-dark.png"});
  await call(page,"person_sign_out",{}); await page.reload(); await page.waitForTimeout(1000); await page.screenshot({path:"/tmp/prof/signin-dark.png"});
});
