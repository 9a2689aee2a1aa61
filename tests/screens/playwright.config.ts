// The screens in Debian's Chromium against the real core, through the loopback bridge (tests/bridge).
// Two desks: one with demo data, one that has never been started. One worker: a desk has one person at it.
import { defineConfig } from "@playwright/test";

export const DEMO = "http://127.0.0.1:4178";
export const NEW = "http://127.0.0.1:4179";

const serve = (port: number, kind: string) => ({
  command: `node serve.mjs ${port} ${kind}`,
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
    baseURL: DEMO,
    viewport: { width: 1366, height: 768 },
    locale: "zh-CN",
    timezoneId: "Asia/Shanghai",
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
      args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
    },
  },
  webServer: [serve(4178, "demo"), serve(4179, "new")],
});
