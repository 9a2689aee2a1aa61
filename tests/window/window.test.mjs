// The real window: it opens, somebody signs in, a ticket is opened.
import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { begin, done, element, end, inSession, open, picture, says, script, type } from "./driver.mjs";

const reports = mkdtempSync(join(tmpdir(), "desk-reports-"));

before(async () => {
  begin();
  await open(process.env.DESK_DATA);
});

after(async () => {
  await end();
  rmSync(reports, { recursive: true, force: true });
});

/** The month before, in Shanghai: `2026-10`. */
function lastMonth(now) {
  const [year, month] = new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Shanghai", year: "numeric", month: "2-digit" }).format(now).split("-").map(Number);
  return month === 1 ? `${year - 1}-12` : `${year}-${String(month - 1).padStart(2, "0")}`;
}

async function there(file) {
  for (let tries = 0; tries < 120 && !existsSync(file); tries += 1) await sleep(500);
  assert.ok(existsSync(file), file);
}

test("the window asks for name and password, in Chinese", async () => {
  // What was kept of another folder stands until the program has answered.
  const text = await says("演示数据");
  assert.ok(text.includes("淄博星辰供水有限公司"), text);
  assert.ok(text.includes("登录"), text);
  await picture("sign-in");
});

test("a wrong password is refused with a sentence that says what to do", async () => {
  await type("input[autocomplete=username]", "admin");
  await type("input[type=password]", "wrong-one");
  await inSession("POST", `/element/${await element("button[type=submit]")}/click`, {});
  await says("姓名或密码");
});

test("with the right one the workbench stands there, its clocks running", async () => {
  await script("const i = document.querySelector('input[type=password]'); i.focus(); i.select();");
  const id = await element("input[type=password]");
  await inSession("POST", `/element/${id}/clear`, {});
  await inSession("POST", `/element/${id}/value`, { text: "Demo-2026" });
  await inSession("POST", `/element/${await element("button[type=submit]")}/click`, {});
  await says("工作台");
  await says("WX");
  await picture("workbench");
});

test("the report of the month that is over has made itself, beside the data and then where the settings want it", async () => {
  const { now } = await done("desk_state", {});
  const name = `月度服务报告-${lastMonth(now)}`;
  await there(join(process.env.DESK_DATA, "月报", `${name}.pdf`));
  const folder = join(reports, "每月");
  const { version, settings } = await done("settings_get", {});
  await done("settings_change", { version, settings: { ...settings, report_folder: folder } });
  await there(join(folder, `${name}.pdf`));
  assert.deepEqual(readdirSync(folder).sort(), [`${name}.pdf`, `${name}.xlsx`]);
  assert.equal(readFileSync(join(folder, `${name}.pdf`)).subarray(0, 8).toString(), "%PDF-1.7");
  const [year, month] = lastMonth(now).split("-").map(Number);
  await script("location.hash = '#/report'");
  const text = await says(`${year}年${month}月的月报已生成，在 ${folder}`);
  assert.ok(text.includes("打开文件夹"), text);
  await picture("report-waiting");
  await script("location.hash = '#/'");
  await says("WX");
});

test("a ticket opened from it shows its clocks, its steps and its time line", async () => {
  const repair = "[...document.querySelectorAll('tbody a')].find((link) => link.textContent.startsWith('WX'))";
  const number = await script(`return ${repair}.textContent`);
  await script(`${repair}.click()`);
  await says("可办理");
  const text = await says("办理过程");
  assert.ok(text.includes(number), text);
  assert.ok(text.includes("转派时限") && text.includes("办结时限"), text);
  await picture("ticket");
});

test("nothing of the page may run from elsewhere, and Tauri is not in reach of it", async () => {
  const inline = await script(`
    const s = document.createElement("script"); s.textContent = "window.__ran = 1"; document.head.append(s);
    return window.__ran === 1`);
  assert.equal(inline, false, "inline scripts are refused");
  assert.equal(await script("return typeof window.__TAURI__"), "undefined");
});
