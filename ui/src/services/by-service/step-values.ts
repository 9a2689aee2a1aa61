// What a step's form begins with, and what is sent of it.
import type { TicketView } from "../../gen/wire";
import type { DrawerStep } from "../common/step-form";
import { STEP_FORMS } from "./step-forms";

export function buildInitialValues(step: DrawerStep, view: TicketView): Record<string, unknown> {
  return STEP_FORMS[step].initial?.(view) ?? {};
}

const MINUTE = 60_000;

/** A typed minute means some moment of it: the step before may lie in the same one. */
export function resolveTypedTime(typed: number | null | undefined, last: number): number | null {
  if (typed === null || typed === undefined) return null;
  const same = typed % MINUTE === 0 && Math.floor(last / MINUTE) * MINUTE === typed;
  return same ? last : typed;
}

/** What stands beside the details of a step, not in them. */
const ENVELOPE: readonly string[] = ["happened_at", "performed_by"];

/** Details as the program wants them; a text that was not typed is left out. */
export function toStepDetails(step: DrawerStep, values: Record<string, unknown>): Record<string, unknown> {
  const given = Object.entries(values).filter(([name, value]) => value !== undefined && !ENVELOPE.includes(name));
  const all = Object.fromEntries(given);
  return { ...all, ...STEP_FORMS[step].shape?.(all) };
}
