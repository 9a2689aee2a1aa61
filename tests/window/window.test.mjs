// The real window: it opens, somebody signs in, a ticket is opened.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { begin, element, end, inSession, open, picture, says, script, type } from "./driver.mjs";

before(async () => {
  begin();
  await open(process.env.DESK_DATA);
});

after(end);

test("the window asks for name and password, in Chinese", async () => {
  const text = await says("登录");
  assert.ok(text.includes("淄博星辰供水有限公司"), text);
  assert.ok(text.includes("演示数据"), text);
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
