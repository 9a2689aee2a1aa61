// The screens in Debian's Chromium against the real core, through the loopback bridge (tests/bridge).
// Four desks: demo data at night, demo data in working hours, one that has never been started, and one years later. Their clocks begin
// at a fixed time, so that the rules of night and day are both seen whenever the tests run. One worker: a desk has
// one person at it.
import { defineConfig } from "@playwright/test";

// The first of four ports; another one lets two runs stand side by side.
const PORT = Number(process.env.SCREENS_PORT ?? 4178);
const at = (place: number) => `http://127.0.0.1:${PORT + place}`;

export const NIGHT = at(0);
export const NEW = at(1);
export const DAY = at(2);
export const LATER = at(3);

const serve = (place: number, ...start: string[]) => ({
  command: `node serve.mjs ${PORT + place} ${start.join(" ")}`,
  url: `${at(place)}/`,
  reuseExistingServer: false,
  timeout: 120_000,
});

export default defineConfig({
  testDir: "specs",
  workers: 1,
  fullyParallel: false,
  forbidOnly: true,
  retries: 0,
  timeout: 60_000,
  reporter: [["list"]],
  use: {
    baseURL: NIGHT,
    viewport: { width: 1366, height: 768 },
    locale: "zh-CN",
    timezoneId: "Asia/Shanghai",
    // Dialogs are there at once: a click never meets one that is still on its way.
    contextOptions: { reducedMotion: "reduce" },
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
      args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
    },
  },
  webServer: [serve(0, "2026-11-24T02:05:00+08:00"), serve(1, "new"), serve(2, "2026-11-23T10:00:00+08:00"), serve(3, "2032-01-05T09:00:00+08:00", "2026-11-23T10:00:00+08:00")],
});
