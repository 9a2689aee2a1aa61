import { top } from "./top";
import { test, expect } from "@playwright/test";
import { writeFileSync } from "node:fs";
import { call } from "../specs/desk";
test("profile", async ({ page, baseURL }) => {
  test.setTimeout(120000);
  await page.goto(baseURL!); await call(page,"person_sign_out",{});
  const cdp=await page.context().newCDPSession(page); await cdp.send("Profiler.enable"); await cdp.send("Profiler.setSamplingInterval",{interval:200});
  await cdp.send("Profiler.start"); await page.reload(); await expect(page.getByRole("button",{name:"登录"})).toBeVisible(); await page.waitForTimeout(500);
  let {profile}=await cdp.send("Profiler.stop") as any; writeFileSync("/tmp/prof/start.txt",top(profile));
  await page.getByLabel("姓名").fill("admin"); await page.getByLabel("密码").fill("Demo-2026"); await page.waitForTimeout(500);
  await cdp.send("Profiler.start"); 
  await page.evaluate(()=>{document.querySelector("button[type=submit]")!.addEventListener("click",()=>performance.mark("pressed"))});
  await page.getByRole("button",{name:"登录"}).click(); await expect(page.getByText("办理中的工单").first()).toBeVisible(); await page.waitForTimeout(1500);
  ({profile}=await cdp.send("Profiler.stop") as any); writeFileSync("/tmp/prof/board.txt",top(profile));
  console.log(await page.evaluate(()=>({m:performance.getEntriesByType("mark").map(m=>[m.name,m.startTime]),rows:document.querySelectorAll("tr.ant-table-row").length,dom:document.querySelectorAll("*").length})));
});
