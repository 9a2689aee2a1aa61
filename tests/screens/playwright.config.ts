// The screens in Debian's Chromium against the real core, through the loopback bridge (tests/bridge).
// Four desks: demo data at night, demo data in working hours, one that has never been started, and one years later. Their clocks begin
// at a fixed time, so that the rules of night and day are both seen whenever the tests run. One worker: a desk has
// one person at it.
import { defineConfig } from "@playwright/test";

export const NIGHT = "http://127.0.0.1:4178";
export const NEW = "http://127.0.0.1:4179";
export const DAY = "http://127.0.0.1:4180";
export const LATER = "http://127.0.0.1:4181";

const serve = (port: number, ...start: string[]) => ({
  command: `node serve.mjs ${port} ${start.join(" ")}`,
  url: `http://127.0.0.1:${port}/`,
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
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
      args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
    },
  },
  webServer: [serve(4178, "2026-11-24T02:05:00+08:00"), serve(4179, "new"), serve(4180, "2026-11-23T10:00:00+08:00"), serve(4181, "2032-01-05T09:00:00+08:00", "2026-11-23T10:00:00+08:00")],
});
