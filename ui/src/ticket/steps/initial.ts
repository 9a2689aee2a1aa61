// What a step's form begins with.
import type { Step, TicketView } from "../../gen/wire";

const firstTask = (view: TicketView) =>
  view.ticket.valves.find((task) => task.shut_at === null && task.dropped_at === null)?.task;

export function initial(step: Step, view: TicketView): Record<string, unknown> {
  const { ticket } = view;
  switch (step) {
    case "finish": {
      const names = (ticket.assignment?.details.goes || ticket.arrangement?.details.goes || "").split(/[、，,\s]+/);
      return { workers: names.map((name) => ({ name, minutes: 30 })), materials: [] };
    }
    case "reply":
      return { by: "phone", told: ticket.open.name };
    case "appoint":
      return { agreed_with: ticket.open.name };
    case "verify_hours":
      return { minutes: ticket.work?.details.workers.reduce((sum, worker) => sum + worker.minutes, 0) };
    case "valve_arrive":
    case "valve_shut":
    case "valve_drop":
      return { task: firstTask(view) };
    default:
      return {};
  }
}

/** Details as the program wants them: texts where nothing was typed. Which texts a step has, by step. */
const TEXTS: Partial<Record<Step, readonly string[]>> = {
  hand_over: ["note"],
  assign: ["goes", "note"],
  reassign: ["goes", "note"],
  arrive: ["note"],
  close: ["note"],
  approve_extension: ["note"],
  verify_hours: ["reason"],
  follow_up: ["words"],
  valve_arrive: ["note"],
  valve_shut: ["note"],
  valve_drop: ["note"],
};

/** What stands beside the details of a step, not in them. */
const ENVELOPE: readonly string[] = ["happened_at", "performed_by"];

export function details(step: Step, values: Record<string, unknown>): Record<string, unknown> {
  const empty = Object.fromEntries((TEXTS[step] ?? []).map((name) => [name, ""]));
  const given = Object.entries(values).filter(([name, value]) => value !== undefined && !ENVELOPE.includes(name));
  const all: Record<string, unknown> = { ...empty, ...Object.fromEntries(given) };
  if (step === "follow_up" && all.outcome === "not_reached") all.misconduct = null;
  return all;
}
