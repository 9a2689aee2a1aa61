import { test, expect } from "@playwright/test";
import { writeFileSync } from "node:fs";
import { call } from "../specs/desk";
test("key", async ({ page, baseURL }) => {
  test.setTimeout(120000);
  await page.goto(baseURL!); await call(page,"person_sign_out",{}); await page.reload(); await page.waitForTimeout(1000);
  await page.getByLabel("姓名").fill("admin"); await page.getByLabel("密码").fill("Demo-2026"); await page.locator("button[type=submit]").click(); await page.waitForTimeout(1500);
  await page.keyboard.press("F2"); const box=page.getByRole("combobox",{name:"查找用户"}).first(); await expect(box).toBeVisible(); await page.waitForTimeout(800);
  const cdp=await page.context().newCDPSession(page); const ev:any[]=[]; cdp.on("Tracing.dataCollected",({value})=>void ev.push(...value as any)); const over=new Promise(r=>cdp.once("Tracing.tracingComplete",r));
  await cdp.send("Profiler.enable"); await cdp.send("Profiler.setSamplingInterval",{interval:200});
  await box.focus(); for (const l of "1380") {await page.keyboard.press(l); await page.waitForTimeout(300);} 
  await cdp.send("Tracing.start",{transferMode:"ReportEvents",traceConfig:{includedCategories:["devtools.timeline","blink.user_timing"]}});
  for (const l of "0138") {await page.keyboard.press(l); await page.waitForTimeout(300);} 
  await cdp.send("Tracing.end"); await over;
  const t0=ev.filter(e=>e.name==="EventDispatch"&&e.args?.data?.type==="keydown")[0]; const main=ev.filter(e=>e.tid===t0.tid&&e.pid===t0.pid&&e.ts>=t0.ts).sort((a,b)=>a.ts-b.ts);
  for(const e of main){ if(e.dur>3000||/ResourceSend|ResourceFinish/.test(e.name)||(e.name==="EventDispatch"&&/keydown/.test(e.args?.data?.type))) console.log(((e.ts-t0.ts)/1000).toFixed(0).padStart(5),((e.dur??0)/1000).toFixed(0).padStart(5),e.name,JSON.stringify(e.args?.data??{}).slice(0,90)); }
  await cdp.send("Profiler.start");
  for (const l of "0138") {await page.keyboard.press(l); await page.waitForTimeout(300);} for(let i=0;i<8;i++){await page.keyboard.press("Backspace"); await page.waitForTimeout(300);}
  const {profile}=await cdp.send("Profiler.stop") as any; const { top } = await import("./top"); writeFileSync("/tmp/prof/key.txt",top(profile));
});
