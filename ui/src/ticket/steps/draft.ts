// What was typed into a step's form and not sent yet: kept like the report that is being taken (`ticket/draft.ts`), one per
// person, ticket and step, on this computer only, gone when it is sent or thrown away. A form nobody came back to for a week
// is forgotten, so that nothing personal lies about.
import type { Step } from "../../gen/wire";
import { programNow } from "../../time/now";

export type Typed = Record<string, unknown>;

interface Kept {
  at: number;
  values: Typed;
}

const BEGINS = "step/";
const LONG = 7 * 86_400_000;

const key = (person: number, ticket: number, step: Step) => `${BEGINS}${person}/${ticket}/${step}`;

function read(name: string): Kept | null {
  try {
    const kept = JSON.parse(localStorage.getItem(name) ?? "null") as Kept | null;
    const sound = typeof kept === "object" && kept !== null && typeof kept.at === "number" && typeof kept.values === "object";
    return sound ? kept : null;
  } catch {
    return null;
  }
}

export function keepStep(person: number, ticket: number, step: Step, values: Typed): void {
  try {
    localStorage.setItem(key(person, ticket, step), JSON.stringify({ at: programNow(), values } satisfies Kept));
  } catch {
    // No room: the form itself still holds everything.
  }
}

export function dropStep(person: number, ticket: number, step: Step): void {
  localStorage.removeItem(key(person, ticket, step));
}

export function keptStep(person: number, ticket: number, step: Step): Typed | null {
  forgetOld();
  return read(key(person, ticket, step))?.values ?? null;
}

function forgetOld() {
  for (const name of Object.keys(localStorage).filter((name) => name.startsWith(BEGINS))) {
    const kept = read(name);
    if (!kept || programNow() - kept.at > LONG) localStorage.removeItem(name);
  }
}
