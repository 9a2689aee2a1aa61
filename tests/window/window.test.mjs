// The real window through tauri-driver and WebKitWebDriver: it opens, somebody signs in, a ticket is opened.
// Pictures are taken with ImageMagick: WebKitWebDriver's own screenshot call never answers here.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, openSync } from "node:fs";
import { basename, join } from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";

const DRIVER = "http://127.0.0.1:4444";
const started = [];
let session;

mkdirSync(process.env.PICTURES, { recursive: true });

// What a program says goes into a file, and it leads a group of its own: a window that outlives its driver would
// else hold the test's own pipes open, and the run would never end.
function start(program, args = []) {
  const log = openSync(join(process.env.PICTURES, `${basename(program)}.log`), "w");
  started.push(spawn(program, args, { stdio: ["ignore", log, log], detached: true }));
}

function stop(child) {
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch (error) {
    // The whole group has gone already.
    if (error.code !== "ESRCH") throw error;
  }
}

async function ask(method, path, body) {
  const answer = await fetch(`${DRIVER}${path}`, {
    method,
    headers: { "content-type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
    signal: AbortSignal.timeout(60_000),
  });
  const { value } = await answer.json();
  if (!answer.ok) throw new Error(`${path}: ${JSON.stringify(value)}`);
  return value;
}

const inSession = (method, path, body) => ask(method, `/session/${session}${path}`, body);
const script = (text, ...args) => inSession("POST", "/execute/sync", { script: text, args });

/** Waits until the page says something. */
async function says(words) {
  for (let tries = 0; tries < 120; tries += 1) {
    const text = await script("return document.body.innerText");
    if (text.includes(words)) return text;
    await sleep(500);
  }
  throw new Error(`the window never said ${words}: ${await script("return document.body.innerText")}`);
}

async function element(selector) {
  const found = await inSession("POST", "/element", { using: "css selector", value: selector });
  return Object.values(found)[0];
}

async function type(selector, text) {
  const id = await element(selector);
  await inSession("POST", `/element/${id}/click`, {});
  await inSession("POST", `/element/${id}/value`, { text });
}

async function picture(name) {
  // What the page holds is painted a moment later.
  await sleep(2500);
  const file = join(process.env.PICTURES, `${name}.png`);
  const taken = spawnSync("import", ["-window", "root", file]);
  assert.equal(taken.status, 0, String(taken.stderr));
}

before(async () => {
  start("openbox");
  start(process.env.DRIVER, ["--port", "4444", "--native-port", "4445"]);
  for (let tries = 0; tries < 60; tries += 1) {
    try {
      const made = await ask("POST", "/session", {
        capabilities: { alwaysMatch: { "tauri:options": { application: process.env.WINDOW, args: ["--data", process.env.DESK_DATA] } } },
      });
      session = made.sessionId;
      return;
    } catch (error) {
      if (tries > 55) throw error;
      await sleep(1000);
    }
  }
});

after(async () => {
  if (session) await ask("DELETE", `/session/${session}`).catch(() => {});
  started.forEach(stop);
});

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
