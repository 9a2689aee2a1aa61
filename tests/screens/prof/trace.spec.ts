import { test, expect } from "@playwright/test";
import { call } from "../specs/desk";
test("trace", async ({ page, baseURL }) => {
  await page.goto(baseURL!); await call(page,"person_sign_out",{}); await page.reload(); await page.waitForTimeout(1500);
  const cdp=await page.context().newCDPSession(page); const ev:any[]=[]; cdp.on("Tracing.dataCollected",({value})=>void ev.push(...value as any)); const over=new Promise(r=>cdp.once("Tracing.tracingComplete",r));
  await page.getByLabel("姓名").fill("admin"); await page.getByLabel("密码").fill("Demo-2026"); await page.waitForTimeout(500);
  await cdp.send("Tracing.start",{transferMode:"ReportEvents",traceConfig:{includedCategories:["devtools.timeline","blink.user_timing"]}});
  await page.evaluate(()=>{document.querySelector("button[type=submit]")!.addEventListener("click",()=>performance.mark("pressed"))});
  await page.locator("button[type=submit]").click(); await page.waitForTimeout(2500);
  await cdp.send("Tracing.end"); await over;
  const p=ev.find(e=>e.name==="pressed"), u=ev.filter(e=>e.name==="usable").at(-1); const main=ev.filter(e=>e.tid===p.tid&&e.pid===p.pid&&e.ts>=p.ts&&e.ts<=u.ts+5e5).sort((a,b)=>a.ts-b.ts);
  const sum=new Map<string,number>();
  for(const e of main){ if(e.dur) {if(e.ts<=u.ts)sum.set(e.name,(sum.get(e.name)??0)+e.dur/1000); if(e.dur>7000) console.log(((e.ts-p.ts)/1000).toFixed(0).padStart(5),(e.dur/1000).toFixed(0).padStart(5),e.name,JSON.stringify(e.args?.data??{}).slice(0,110));} else if(/ResourceSend|ResourceFinish|usable|ResourceReceiveR/.test(e.name)) console.log(((e.ts-p.ts)/1000).toFixed(0).padStart(5),"     ",e.name,JSON.stringify(e.args?.data??{}).slice(0,80)); }
  console.log("usable",(u.ts-p.ts)/1000,[...sum].sort((a,b)=>b[1]-a[1]).slice(0,14).map(([k,v])=>`${k} ${v.toFixed(0)}`).join(", "));
});
