// The screens in Debian's Chromium against the real core, through the loopback bridge (tests/bridge).
// Four desks: demo data at night, demo data in working hours, one that has never been started, and one years later. Their clocks begin
// at a fixed time, so that the rules of night and day are both seen whenever the tests run. A desk has one person at it: each of the two
// workers has its own four. The desk whose pictures are compared is a fifth, and only one spec goes there.
import { defineConfig } from "@playwright/test";

// The first of nine ports; another one lets two runs stand side by side.
const PORT = Number(process.env.SCREENS_PORT ?? 4178);
const WORKERS = 2;
const DESKS = 4;
const at = (port: number) => `http://127.0.0.1:${port}`;
/** This worker's. */
const mine = (place: number) => at(PORT + place + DESKS * Number(process.env.TEST_PARALLEL_INDEX ?? 0));

export const NIGHT = mine(0);
export const NEW = mine(1);
export const DAY = mine(2);
export const LATER = mine(3);
export const LOOKS = at(PORT + DESKS * WORKERS);
/** A little after its demo data: the clocks of minutes have run out by then, those of hours run on. */
export const LOOKS_NOW = "2026-11-23T10:12:00+08:00";

/** The same desk on each of these ports. */
const serve = (ports: number[], ...start: string[]) => ({
  command: `node serve.mjs ${ports.join(",")} ${start.join(" ")}`,
  url: `${at(ports.at(-1)!)}/`,
  reuseExistingServer: false,
  timeout: 120_000,
});
const each = (place: number) => Array.from({ length: WORKERS }, (_, worker) => PORT + place + DESKS * worker);

export default defineConfig({
  testDir: "specs",
  workers: WORKERS,
  fullyParallel: false,
  forbidOnly: true,
  retries: 0,
  timeout: 60_000,
  reporter: [["list"]],
  snapshotPathTemplate: "screenshots/{arg}{ext}",
  // A picture that is missing fails either way; by hand it is written as well.
  updateSnapshots: process.env.CI ? "none" : "missing",
  // Two workers share the processors with the programs they test.
  expect: {
    timeout: 10_000,
    toHaveScreenshot: {
      // What a finer edge of a letter changes is no difference; a button that came or went, or a text that moved, is.
      threshold: 0.2,
      maxDiffPixels: 250,
      stylePath: "screenshots.css",
    },
  },
  use: {
    baseURL: NIGHT,
    viewport: { width: 1366, height: 768 },
    locale: "zh-CN",
    timezoneId: "Asia/Shanghai",
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
      args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
    },
  },
  webServer: [
    serve(each(0), "2026-11-24T02:05:00+08:00"),
    serve(each(1), "new"),
    serve(each(2), "2026-11-23T10:00:00+08:00"),
    serve(each(3), "2032-01-05T09:00:00+08:00", "2026-11-23T10:00:00+08:00"),
    serve([PORT + DESKS * WORKERS], LOOKS_NOW, "2026-11-23T10:00:00+08:00"),
  ],
});
