// How quick the screens are in Chromium, on a folder with many tickets: run by `cargo xtask speed`, never in the tests.
import { defineConfig } from "@playwright/test";
import tests from "./playwright.config";

const PORT = Number(process.env.SCREENS_PORT ?? 4178);

export default defineConfig({
  ...tests,
  testDir: "speed",
  workers: 1,
  timeout: 180_000,
  use: { ...tests.use, baseURL: `http://127.0.0.1:${PORT}` },
  webServer: {
    command: `${process.env.BRIDGE_BIN} --data ${process.env.DESK_DATA} --screens ../../ui/dist-test --port ${PORT}`,
    url: `http://127.0.0.1:${PORT}/`,
    reuseExistingServer: false,
    timeout: 120_000,
    env: { DBUS_SESSION_BUS_ADDRESS: "unix:path=/nonexistent" },
  },
});
