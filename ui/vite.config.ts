import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

// `build` makes what Tauri ships. `build:test` (mode bridge) makes the same screens talking to the test bridge;
// the constant below lets the bundler drop the bridge's code from the shipped build.
export default defineConfig(({ mode }) => ({
  plugins: [react()],
  define: { __BRIDGE__: JSON.stringify(mode === "bridge" || process.env.VITE_BRIDGE === "1") },
  base: "./",
  build: {
    outDir: mode === "bridge" ? "dist-test" : "dist",
    target: "es2022",
    chunkSizeWarningLimit: 2500,
  },
  server: { port: 5173, strictPort: true },
  test: {
    environment: "jsdom",
    setupFiles: ["src/test/setup.ts"],
    restoreMocks: true,
    testTimeout: 60_000,
    // Left to itself it leaves one of two processors idle.
    maxWorkers: 2,
  },
}));
