// Cases as others have left them, so that a role finds its own work. Nothing here is pressed: the desk's own commands bring them there.
import { expect, type Page } from "@playwright/test";
import { BURST, call, now, taken } from "../desk";

export interface Ticket {
  id: number;
  number: string;
  version: number;
}

type Steps = [name: string, details: object][];

/** Takes the steps one after the other, in the name of whoever is signed in. A sample is told with its time. */
export async function through(page: Page, ticket: Ticket, steps: Steps): Promise<Ticket> {
  let at = ticket;
  for (const [name, details] of steps) {
    const made = await call<{ value?: { ticket: Ticket } }>(page, `ticket_${name}`, {
      ticket: at.id,
      version: at.version,
      performed_by: null,
      happened_at: name === "sample" ? await now(page) : null,
      details,
    });
    expect(made.value, `${name}: ${JSON.stringify(made).slice(0, 300)}`).toBeTruthy();
    at = made.value!.ticket;
  }
  return at;
}

const HANDED: Steps = [["hand_over", { taken_by: "演示生调部调度", note: "" }]];
const ASSIGNED: Steps = [...HANDED, ["assign", { crew: "室内维修一班", goes: "演示维修员甲", note: "" }]];
const DONE: [string, object] = ["finish", { found: "接头漏水", done: "更换接头", workers: [{ name: "演示维修员甲", minutes: 30 }], materials: [] }];

const repair = (page: Page, what: string) => taken<Ticket>(page, { asked: { ...BURST, situation: what }, minutes: 5 });

/** A repair that waits to be given to a crew. */
export const handed = async (page: Page, what: string) => through(page, await repair(page, what), HANDED);

/** One that a crew has. */
export const assigned = async (page: Page, what: string) => through(page, await repair(page, what), ASSIGNED);

/** One that is repaired in working hours; the customer has not signed and waits for the answer. */
export const repaired = async (page: Page, what: string) => through(page, await repair(page, what), [...ASSIGNED, ["arrive", { note: "" }], DONE]);

/** The same by night, after an arrangement (4.3⑶). */
export async function repairedAtNight(page: Page, what: string): Promise<Ticket> {
  const arranged = { crew: "室内维修一班", goes: "演示维修员甲", planned_at: (await now(page)) + 1_200_000, told: "约二十分钟后到" };
  return through(page, await repair(page, what), [["arrange", arranged], ...HANDED, ["arrive", { note: "" }], DONE]);
}

const WATER = { kind: "water_quality", symptoms: ["turbid"], since: "昨天", tap: "cold", all_taps: null, situation: "早上放出来的水发黄" };
const LEAK = { kind: "leak_detection", ground: "doubt", situation: "水表一直走", since: "今天早上", meter_turns: "turns", signs: "", building: "flat" };

/** Water that is to be tested: nobody has been sent yet. */
export const water = async (page: Page) => through(page, await taken<Ticket>(page, { asked: WATER, minutes: 30 }), HANDED);

/** The sample was taken, and is on its way to the laboratory. */
export async function sampled(page: Page): Promise<Ticket> {
  const sample = { sample_number: "SY-20261123-09", place: "厨房冷水龙头", bottles: 1, customer_present: false, note: "" };
  const sent = await through(page, await water(page), [["send_sampler", { crew: "稽查一班", goes: "", note: "" }]]);
  return through(page, sent, [["sample", sample], ["pass_sample", { to: "演示送样员", note: "" }]]);
}

/** A leak that is looked for. */
export async function sought(page: Page): Promise<Ticket> {
  return through(page, await taken<Ticket>(page, { asked: LEAK, minutes: 30 }), [["send_team", { crew: "稽查一班", goes: "演示稽查员甲", note: "" }]]);
}

/** An event of the year's plan, opened three hours ago, that is to be held tomorrow. */
export async function planned(page: Page, topic: string): Promise<Ticket> {
  const planned_at = (await now(page)) + 86_400_000;
  const asked = { kind: "community", origin: "annual_plan", topic, planned_at, place: "演示花园小广场" };
  return taken<Ticket>(page, { asked, name: "演示社区主任", minutes: 180 });
}
