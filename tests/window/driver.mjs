// The real window through tauri-driver and WebKitWebDriver.
// Pictures are taken with ImageMagick: WebKitWebDriver's own screenshot call never answers here.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, openSync } from "node:fs";
import { basename, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const DRIVER = "http://127.0.0.1:4444";
const started = [];
let session;

mkdirSync(process.env.PICTURES, { recursive: true });

// What a program says goes into a file, and it leads a group of its own: a window that outlives its driver would
// else hold the test's own pipes open, and the run would never end.
export function start(program, args = [], { input, env } = {}) {
  const log = openSync(join(process.env.PICTURES, `${basename(program)}.log`), "a");
  const child = spawn(program, args, { stdio: [input === undefined ? "ignore" : "pipe", log, log], detached: true, env: { ...process.env, ...env } });
  child.stdin?.end(input);
  started.push(child);
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

export const inSession = (method, path, body) => ask(method, `/session/${session}${path}`, body);
export const script = (text, ...args) => inSession("POST", "/execute/sync", { script: text, args });

/** Calls the program as the page does. */
export async function call(name, request) {
  return inSession("POST", "/execute/async", {
    script: `const [name, request, done] = arguments;
      window.__TAURI_INTERNALS__.invoke("call", { name, request }).then((reply) => done({ reply }), (refusal) => done({ refusal }))`,
    args: [name, request],
  });
}

/** Calls it for something that must succeed. */
export async function done(name, request) {
  const { reply, refusal } = await call(name, request);
  assert.equal(refusal, undefined, `${name}: ${JSON.stringify(refusal)}`);
  return reply;
}

/** Starts the driver, which starts the window. */
export function begin() {
  start("openbox");
  start(process.env.DRIVER, ["--port", "4444", "--native-port", "4445"]);
}

/** Opens the window, or another program, on a data folder. */
export async function open(data, application = process.env.WINDOW) {
  for (let tries = 0; ; tries += 1) {
    try {
      const made = await ask("POST", "/session", {
        capabilities: { alwaysMatch: { "tauri:options": { application, args: ["--data", data] } } },
      });
      session = made.sessionId;
      return;
    } catch (error) {
      if (tries > 55) throw error;
      await sleep(1000);
    }
  }
}

/** Closes it. */
export async function shut() {
  if (session) await ask("DELETE", `/session/${session}`).catch(() => {});
  session = undefined;
}

/** Ends everything that was started. */
export async function end() {
  await shut();
  started.forEach(stop);
}

/** Waits until the page says something. */
export async function says(words) {
  for (let tries = 0; tries < 120; tries += 1) {
    const text = await script("return document.body.innerText");
    if (text.includes(words)) return text;
    await sleep(500);
  }
  throw new Error(`the window never said ${words}: ${await script("return document.body.innerText")}`);
}

export async function element(selector) {
  const found = await inSession("POST", "/element", { using: "css selector", value: selector });
  return Object.values(found)[0];
}

export async function type(selector, text) {
  const id = await element(selector);
  await inSession("POST", `/element/${id}/click`, {});
  await inSession("POST", `/element/${id}/value`, { text });
}

/** Clicks a button by its words, once it is there; a key shown beside them is none of them. */
export async function press(words) {
  const click = `const said = (it) => [...it.childNodes].filter(({ nodeName }) => nodeName !== "KBD").map(({ textContent }) => textContent).join("").replace(/\\s/g, "");
    const found = [...document.querySelectorAll("button")].find((it) => said(it) === arguments[0] && !it.disabled);
    found?.click();
    return found !== undefined`;
  for (let tries = 0; tries < 40; tries += 1) {
    if (await script(click, words)) return;
    await sleep(250);
  }
  throw new Error(`no button says ${words}: ${await script("return document.body.innerText")}`);
}

export async function picture(name) {
  // What the page holds is painted a moment later.
  await sleep(2500);
  const file = join(process.env.PICTURES, `${name}.png`);
  const taken = spawnSync("import", ["-window", "root", file]);
  assert.equal(taken.status, 0, String(taken.stderr));
}
