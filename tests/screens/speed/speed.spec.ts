// A key stroke in the search boxes of 来电受理 and 快速查找 until what it finds is painted; frames of the list while it is scrolled.
import { expect, test, type Locator, type Page } from "@playwright/test";
import { call, signIn } from "../specs/desk";

const part = (sorted: number[], share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;

async function begin(page: Page, baseURL: string | undefined) {
  await page.goto(baseURL ?? "");
  await call(page, "person_sign_out", {});
  await signIn(page, "admin", "Demo-2026", baseURL);
}

interface Row {
  number: string;
  phone: string;
  name: string;
  address: string;
}

/** Types one text after the other, letter by letter. */
async function write(page: Page, box: Locator, texts: string[]) {
  for (const text of texts.filter((text) => text.length >= 2)) {
    await box.fill("");
    for (const letter of text) {
      await box.focus();
      // Chinese comes from an input method, in one piece; its last key is the stroke.
      if (/[\x20-\x7e]/.test(letter)) await page.keyboard.press(letter === " " ? "Space" : letter);
      else {
        await page.evaluate(() => window.dispatchEvent(new KeyboardEvent("keydown", { key: "Process" })));
        await page.keyboard.insertText(letter);
      }
      await page.waitForTimeout(150);
    }
  }
}

async function tell(page: Page, where: string) {
  const took = (await page.evaluate(() => (window as unknown as { took: number[] }).took)).sort((a, b) => a - b);
  expect(took.length).toBeGreaterThan(100);
  console.log(`${where}, key stroke to painted result, ${took.length} strokes: median ${part(took, 0.5).toFixed(0)} ms, 95th percentile ${part(took, 0.95).toFixed(0)} ms, most ${part(took, 1).toFixed(0)} ms`);
}

test("a key stroke shows what it finds", async ({ page, baseURL }) => {
  await begin(page, baseURL);
  const { rows } = await call<{ rows: Row[] }>(page, "ticket_list", { limit: 200 });
  await page.keyboard.press("F2");
  const box = page.getByRole("combobox", { name: "查找用户" }).or(page.getByLabel("查找用户")).first();
  await expect(box).toBeVisible();
  // From the key to the frame after the answer to just that text was drawn.
  await page.evaluate(() => {
    const took: number[] = [];
    Object.assign(window, { took });
    let pressed = 0;
    window.addEventListener("keydown", () => (pressed = performance.now()), true);
    const { fetch } = window;
    window.fetch = async (...ask) => {
      const at = pressed;
      const finds = typeof ask[1]?.body === "string" && ask[1].body.includes('"customer_find"');
      const reply = await fetch(...ask);
      if (!finds) return reply;
      const text = await reply.clone().text();
      if (!text.startsWith("[")) throw new Error(text);
      const wait = () => {
        // Drawn: the options that stand there are as many as were found, or say that there are none.
        const options = document.querySelectorAll("[role=option]").length;
        const found = (JSON.parse(text) as unknown[]).length;
        if (Math.min(found, options) < Math.min(found, 3)) return requestAnimationFrame(wait);
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => took.push(performance.now() - at);
        requestAnimationFrame(() => port2.postMessage(null));
      };
      setTimeout(wait);
      return reply;
    };
  });
  await write(page, box, rows.slice(0, 24).flatMap(({ phone, name, address }) => [phone.slice(-6), name, address.slice(0, 8)]));
  await tell(page, "来电受理");
});

test("a key stroke in 快速查找 shows all it finds", async ({ page, baseURL }) => {
  await begin(page, baseURL);
  const { rows } = await call<{ rows: Row[] }>(page, "ticket_list", { limit: 200 });
  await page.keyboard.press("F3");
  const box = page.getByRole("combobox", { name: "快速查找" });
  await expect(box).toBeFocused();
  // From the key to the frame after the last change of what is shown: several answers come to one stroke.
  await page.evaluate(() => {
    const took: number[] = [];
    let pressed = 0;
    let painted = 0;
    const over = () => {
      if (painted > pressed) took.push(painted - pressed);
    };
    Object.assign(window, { took });
    window.addEventListener(
      "keydown",
      () => {
        over();
        pressed = performance.now();
      },
      true,
    );
    const dialog = document.querySelector(".ant-modal");
    if (!dialog) throw new Error("no dialog");
    new MutationObserver(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => (painted = performance.now());
      requestAnimationFrame(() => port2.postMessage(null));
    }).observe(dialog, { subtree: true, childList: true, characterData: true, attributes: true });
  });
  await write(page, box, rows.slice(0, 24).flatMap(({ number, phone, name }) => [number.slice(-4), phone.slice(-6), name]));
  await tell(page, "快速查找");
});

interface Scrolled {
  pixels: number;
  seconds: number;
  /** Frames of the page. */
  frames: number;
  gaps: number[];
  /** Frames of the trace. */
  drawn: number;
  dropped: number;
}

/** Scrolls what lies at a point, and looks at the frames meanwhile. */
async function scroll(page: Page, x: number, y: number): Promise<Scrolled> {
  const devtools = await page.context().newCDPSession(page);
  const events: { name: string }[] = [];
  devtools.on("Tracing.dataCollected", ({ value }) => void events.push(...(value as unknown as typeof events)));
  const over = new Promise((done) => devtools.once("Tracing.tracingComplete", done));
  await devtools.send("Tracing.start", { transferMode: "ReportEvents", traceConfig: { includedCategories: ["devtools.timeline", "disabled-by-default-devtools.timeline.frame"] } });
  await page.evaluate(() => {
    const frames: number[] = [];
    Object.assign(window, { frames });
    const frame = (at: number) => {
      if ((window as unknown as { frames: number[] }).frames !== frames) return;
      frames.push(at);
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
  await devtools.send("Input.synthesizeScrollGesture", { x, y, yDistance: -12_000, speed: 2_000, gestureSourceType: "mouse" });
  const frames = await page.evaluate(() => (window as unknown as { frames: number[] }).frames);
  await page.evaluate(() => Object.assign(window, { frames: [] }));
  await devtools.send("Tracing.end");
  await over;
  await devtools.detach();
  const gaps = frames.slice(1).map((at, place) => at - (frames[place] ?? at)).sort((a, b) => a - b);
  const count = (name: string) => events.filter((event) => event.name === name).length;
  const pixels = await page.evaluate(() => Math.max(...[...document.querySelectorAll("*")].map(({ scrollTop }) => scrollTop)));
  return { pixels, seconds: ((frames.at(-1) ?? 0) - (frames[0] ?? 0)) / 1000, frames: frames.length, gaps, drawn: count("DrawFrame"), dropped: count("DroppedFrame") };
}

const told = ({ pixels, seconds, frames, gaps, drawn, dropped }: Scrolled) =>
  `${pixels.toFixed(0)} px in ${seconds.toFixed(1)} s: ${(frames / seconds).toFixed(1)} frames a second of the page; between them median ${part(gaps, 0.5).toFixed(1)} ms, 95th percentile ${part(gaps, 0.95).toFixed(1)} ms, most ${part(gaps, 1).toFixed(0)} ms; trace: ${drawn} drawn, ${dropped} dropped`;

test("the list is scrolled", async ({ page, baseURL }) => {
  await begin(page, baseURL);
  await page.goto(`${baseURL}/#/tickets`);
  const row = page.getByRole("row").nth(5);
  await expect(row).toBeVisible();
  await page.waitForTimeout(1000);
  const box = await row.boundingBox();
  if (!box) throw new Error("no row");
  const list = await scroll(page, box.x + 200, box.y + 100);
  expect(list.pixels).toBeGreaterThan(5_000);
  console.log(`list scrolled by ${told(list)}`);

  // The floor: the same rows as many times as the list was long, standing there without a program.
  await page.evaluate(() => {
    const list = document.querySelector<HTMLElement>(".endless");
    const rows = list?.querySelector("tbody");
    if (!list || !rows) throw new Error("no list");
    const bare = list.cloneNode(true) as HTMLElement;
    const body = bare.querySelector("tbody");
    if (!body) throw new Error("no rows");
    bare.querySelectorAll(".endless-gap").forEach((gap) => gap.remove());
    const html = body.innerHTML;
    while (body.children.length < 400) body.insertAdjacentHTML("beforeend", html);
    list.replaceWith(bare);
    bare.scrollTop = 0;
  });
  await page.waitForTimeout(1000);
  const floor = await scroll(page, box.x + 200, box.y + 100);
  expect(floor.pixels).toBeGreaterThan(5_000);
  console.log(`floor, the same rows as a page that stands still, scrolled by ${told(floor)}`);
  console.log(`frames a second of the list ÷ of the floor: ${(list.frames / list.seconds / (floor.frames / floor.seconds)).toFixed(2)}`);
});
