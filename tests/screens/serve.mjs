// Starts desks on fresh folders behind the bridge, one for each port: `node serve.mjs PORT,PORT INSTANT` with demo data and a clock that
// begins at the instant, `node serve.mjs PORT new` as on a first start. `node serve.mjs PORT INSTANT EARLIER`: the demo data
// are from another time.
import { execFileSync, spawn } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const [ports, start, made = start] = process.argv.slice(2);
const target = process.env.CARGO_TARGET_DIR ?? resolve("../../target");
const desk = process.env.DESK_BIN ?? join(target, "debug/desk");
const bridge = process.env.BRIDGE_BIN ?? join(target, "debug/bridge");
const folders = ports.split(",").map(() => mkdtempSync(join(tmpdir(), "desk-screens-")));
const now = start === "new" ? [] : ["--now", start];
if (start !== "new") {
  const [first, ...others] = folders;
  const run = (...args) => execFileSync(desk, ["--data", first, "--now", made, ...args], { stdio: ["ignore", "ignore", "inherit"] });
  run("init", "--demo");
  run("demo", "--tickets", "300", "--seed", "7", "--months", "3");
  for (const other of others) cpSync(first, other, { recursive: true });
}
// A computer that keeps no secrets for programs, whatever this one does: the key then needs a passphrase. A real desk has a configuration
// folder of its own, in which its key and what is known of its data lie.
const env = (folder) => ({
  ...process.env,
  DBUS_SESSION_BUS_ADDRESS: "unix:path=/nonexistent",
  ...(start === "new" ? { DESK_CONFIGURATION: join(folder, "configuration") } : {}),
});
const servers = ports
  .split(",")
  .map((port, place) => spawn(bridge, ["--data", folders[place], "--screens", resolve("../../ui/dist-test"), "--port", port, "--update-key", resolve("../update/test.pub"), ...now], { stdio: "inherit", env: env(folders[place]) }));
const end = () => {
  for (const server of servers) server.kill();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
};
process.on("SIGTERM", end);
process.on("SIGINT", end);
for (const server of servers) server.on("exit", (code) => process.exit(code ?? 0));
