// A key stroke in the search box of 来电受理 until what it finds is painted; frames of the list while it is scrolled.
import { expect, test, type Page } from "@playwright/test";
import { call, signIn } from "../specs/desk";

const part = (sorted: number[], share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;

async function begin(page: Page, baseURL: string | undefined) {
  await page.goto(baseURL ?? "");
  await call(page, "person_sign_out", {});
  await signIn(page, "admin", "Demo-2026", baseURL);
}

test("a key stroke shows what it finds", async ({ page, baseURL }) => {
  await begin(page, baseURL);
  const { rows } = await call<{ rows: { phone: string; name: string; address: string; account_number: string }[] }>(page, "ticket_list", { limit: 200 });
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
  const texts = rows.slice(0, 24).flatMap(({ phone, name, address }) => [phone.slice(-6), name, address.slice(0, 8)]).filter((text) => text.length >= 2);
  for (const text of texts) {
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
  const took = (await page.evaluate(() => (window as unknown as { took: number[] }).took)).sort((a, b) => a - b);
  expect(took.length).toBeGreaterThan(100);
  console.log(`key stroke to painted result, ${took.length} strokes: median ${part(took, 0.5).toFixed(0)} ms, 95th percentile ${part(took, 0.95).toFixed(0)} ms, most ${part(took, 1).toFixed(0)} ms`);
});

test("the list is scrolled", async ({ page, baseURL }) => {
  await begin(page, baseURL);
  await page.goto(`${baseURL}/#/tickets`);
  const row = page.getByRole("row").nth(5);
  await expect(row).toBeVisible();
  await page.waitForTimeout(1000);
  const devtools = await page.context().newCDPSession(page);
  const events: { name: string; ts: number; args?: { chrome_frame_reporter?: { state?: string } } }[] = [];
  devtools.on("Tracing.dataCollected", ({ value }) => void events.push(...(value as unknown as typeof events)));
  const over = new Promise((done) => devtools.once("Tracing.tracingComplete", done));
  await devtools.send("Tracing.start", { transferMode: "ReportEvents", traceConfig: { includedCategories: ["devtools.timeline", "disabled-by-default-devtools.timeline.frame"] } });
  await page.evaluate(() => {
    const frames: number[] = [];
    Object.assign(window, { frames });
    const frame = (at: number) => {
      frames.push(at);
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
  const box = await row.boundingBox();
  if (!box) throw new Error("no row");
  await devtools.send("Input.synthesizeScrollGesture", { x: box.x + 200, y: box.y + 100, yDistance: -12_000, speed: 2_000, gestureSourceType: "mouse" });
  const frames = await page.evaluate(() => (window as unknown as { frames: number[] }).frames);
  await devtools.send("Tracing.end");
  await over;
  const gaps = frames.slice(1).map((at, place) => at - (frames[place] ?? at)).sort((a, b) => a - b);
  const seconds = ((frames.at(-1) ?? 0) - (frames[0] ?? 0)) / 1000;
  const count = (name: string) => events.filter((event) => event.name === name).length;
  const scrolled = await page.evaluate(() => Math.max(...[...document.querySelectorAll("*")].map(({ scrollTop }) => scrollTop)));
  expect(scrolled).toBeGreaterThan(5_000);
  console.log(`list scrolled by ${scrolled.toFixed(0)} px in ${seconds.toFixed(1)} s: ${(frames.length / seconds).toFixed(1)} frames a second of the page; between them median ${part(gaps, 0.5).toFixed(1)} ms, 95th percentile ${part(gaps, 0.95).toFixed(1)} ms, most ${part(gaps, 1).toFixed(0)} ms`);
  console.log(`trace: ${count("BeginFrame")} frames begun, ${count("DrawFrame")} drawn, ${count("DroppedFrame")} dropped`);
});
