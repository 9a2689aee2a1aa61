// How long the window takes, from the start of its process, and how much memory its process holds: in turns with an empty window with a
// React page, on the same machine. Run by `cargo xtask speed`. WINDOW and EMPTY are the programs, DESK_DATA is the folder.
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { begin, element, end, inSession, open, script, shut, type } from "./driver.mjs";

const ROUNDS = Number(process.env.ROUNDS ?? 7);
/** Of the kernel, everywhere Linux runs. */
const TICKS = 100;

/** The process of a program, and when it began, in milliseconds since 1970. */
function processOf(program) {
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      if (readlinkSync(`/proc/${pid}/exe`) !== program) continue;
      const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ");
      const up = Number(readFileSync("/proc/uptime", "utf8").split(" ")[0]);
      return { pid, began: Date.now() - (up - Number(fields[19]) / TICKS) * 1000 };
    } catch {
      // It has gone meanwhile, or is somebody else's.
    }
  }
  throw new Error(`${program} does not run`);
}

/** The page's marks, in milliseconds since 1970; waits for so many. */
async function marks(count) {
  for (let tries = 0; tries < 400; tries += 1) {
    const found = await script("return performance.getEntriesByName('usable').map(({ startTime }) => performance.timeOrigin + startTime)");
    if (found.length >= count) return found;
    await sleep(25);
  }
  throw new Error("the page was never usable");
}

const megabytes = (pid, name) => Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(readFileSync(`/proc/${pid}/status`, "utf8"))[1]) / 1024;
const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

async function empty() {
  await open(process.env.DESK_DATA, process.env.EMPTY);
  const { pid, began } = processOf(process.env.EMPTY);
  const [usable] = await marks(1);
  await sleep(3000);
  const [held, own] = [megabytes(pid, "VmRSS"), megabytes(pid, "RssAnon")];
  await shut();
  return { empty: usable - began, emptyHeld: held, emptyOwn: own };
}

async function desk() {
  await open(process.env.DESK_DATA);
  const { pid, began } = processOf(process.env.WINDOW);
  const [asked] = await marks(1);
  await type("input[autocomplete=username]", "admin");
  await type("input[type=password]", "Demo-2026");
  // As long as somebody takes to type: what the page does by itself meanwhile is done.
  await sleep(1500);
  const button = await element("button[type=submit]");
  const pressed = await script("document.querySelector('button[type=submit]').addEventListener('click', () => performance.mark('pressed')); return true");
  if (!pressed) throw new Error("nothing to press");
  await inSession("POST", `/element/${button}/click`, {});
  const usable = (await marks(2)).at(-1);
  const click = await script("return performance.timeOrigin + performance.getEntriesByName('pressed')[0].startTime");
  await sleep(3000);
  const held = { now: megabytes(pid, "VmRSS"), most: megabytes(pid, "VmHWM"), own: megabytes(pid, "RssAnon") };
  await shut();
  return { toSignIn: asked - began, toBoard: usable - click, held };
}

begin();
try {
  const rounds = [];
  // The first of each reads the programs from the disk; it is told apart.
  for (let round = 0; round <= ROUNDS; round += 1) {
    const found = { ...(await empty()), ...(await desk()) };
    console.log(JSON.stringify(found));
    if (round > 0) rounds.push(found);
  }
  const of = (name) => median(rounds.map((round) => round[name]));
  const whole = median(rounds.map(({ toSignIn, toBoard }) => toSignIn + toBoard));
  console.log(`empty window: ${of("empty").toFixed(0)} ms`);
  console.log(`to the sign-in: ${of("toSignIn").toFixed(0)} ms; from the sign-in to the workbench: ${of("toBoard").toFixed(0)} ms`);
  console.log(`start to workbench ÷ empty window: ${(whole / of("empty")).toFixed(2)} (medians of ${rounds.length})`);
  console.log(`core process: ${median(rounds.map(({ held }) => held.now)).toFixed(0)} MB, at most ${Math.max(...rounds.map(({ held }) => held.most)).toFixed(0)} MB; the empty window's ${of("emptyHeld").toFixed(0)} MB`);
  // Without what is mapped of programs and libraries, which the system keeps once for all who use it.
  console.log(`of which its own: ${median(rounds.map(({ held }) => held.own)).toFixed(0)} MB; the empty window's ${of("emptyOwn").toFixed(0)} MB`);
} finally {
  await end();
}
