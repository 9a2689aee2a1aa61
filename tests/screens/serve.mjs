// Starts a desk on a fresh folder behind the bridge: `node serve.mjs PORT demo|new`.
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const [port, kind] = process.argv.slice(2);
const target = process.env.CARGO_TARGET_DIR ?? resolve("../../target");
const desk = process.env.DESK_BIN ?? join(target, "debug/desk");
const bridge = process.env.BRIDGE_BIN ?? join(target, "debug/bridge");
const data = mkdtempSync(join(tmpdir(), "desk-screens-"));
if (kind === "demo") {
  const run = (...args) => execFileSync(desk, ["--data", data, ...args], { stdio: ["ignore", "ignore", "inherit"] });
  run("init", "--demo");
  run("demo", "--tickets", "300", "--seed", "7", "--months", "3");
}
const server = spawn(bridge, ["--data", data, "--screens", resolve("../../ui/dist-test"), "--port", port], { stdio: "inherit" });
const end = () => {
  server.kill();
  rmSync(data, { recursive: true, force: true });
};
process.on("SIGTERM", end);
process.on("SIGINT", end);
server.on("exit", (code) => process.exit(code ?? 0));
