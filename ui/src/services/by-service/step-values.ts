// What a step's form begins with.
import type { Department, StepKind, TicketView } from "../../gen/wire";
import { words } from "../../gen/words";
import { toPlaces, type PlaceRow } from "../common/places";
import { toEnteredResults, toTypedResults } from "../water-quality/results";

const openTasks = (view: TicketView) => view.ticket.valves.filter((task) => task.shut_at === null && task.dropped_at === null);

/** Who was sent, by name. */
function sent({ ticket }: TicketView): string[] {
  return (ticket.assignment?.details.goes || ticket.arrangement?.details.goes || "").split(/[、，,\s]+/);
}

export function buildInitialValues(step: StepKind, view: TicketView): Record<string, unknown> {
  const { ticket } = view;
  switch (step) {
    case "finish":
      return { workers: sent(view).map((name) => ({ name, minutes: 30 })), materials: [] };
    case "reply":
    case "reply_search":
    case "reply_results":
      return { by: "phone", told: ticket.open.name };
    case "tell":
      return { told: ticket.open.name };
    case "consent":
      return { given_by: ticket.open.name };
    case "search":
      return { methods: [], searchers: sent(view).filter(Boolean) };
    case "sample":
      return { bottles: 1 };
    case "enter_results":
      return results(view);
    case "schedule_event":
    case "move_event":
    case "hold_event":
      return event(step, view);
    case "authorise":
      return { departments: ["service_centre", "dispatch", "inspection"] satisfies Department[] };
    case "make_trip":
      return { stops: [{ at: null }] };
    case "check_safety":
      return { departments: [], lines: Object.keys(words.SafetyItem).map((item) => ({ item, note: "" })) };
    case "change_outage":
      return { places: [], expected_end: ticket.case.kind === "emergency_water" ? ticket.case.expected_end : null };
    case "appoint":
      return { agreed_with: ticket.open.name };
    case "verify_hours":
      return { minutes: ticket.work?.details.workers.reduce((sum, worker) => sum + worker.minutes, 0) };
    case "order_valve":
      return { task: openTasks(view).find((task) => task.named_at === null)?.task };
    case "valve_arrive":
      return { task: openTasks(view).find((task) => task.named_at !== null && task.arrived_at === null)?.task };
    case "valve_shut":
    case "valve_drop":
      return { task: openTasks(view)[0]?.task };
    default:
      return {};
  }
}

/** Results that are replaced begin as they were typed. */
function results({ ticket: { case: found } }: TicketView): Record<string, unknown> {
  const last = found.kind === "water_quality" ? found.results.at(-1)?.details : undefined;
  return last ? { values: toTypedResults(last), analyst: last.analyst, reviewer: last.reviewer } : { values: {} };
}

function event(step: "schedule_event" | "move_event" | "hold_event", { ticket }: TicketView): Record<string, unknown> {
  const asked = ticket.open.asked.kind === "community" ? ticket.open.asked : undefined;
  const last = ticket.case.kind === "community" ? ticket.case.schedules.at(-1)?.details : undefined;
  const place = last?.place ?? asked?.place ?? "";
  if (step === "schedule_event") return { at: asked?.planned_at ?? null, place, agreed_with: ticket.open.name };
  if (step === "move_event") return { at: last?.at ?? null, place, agreed_with: ticket.open.name };
  return {
    place,
    happened_at: last?.at ?? null,
    team: [{ department: "service_centre" }],
    services: [{ times: 1 }],
    checklist: Object.keys(words.ConductRule).map((rule) => ({ rule, note: "" })),
  };
}

/** Details as the program wants them: texts where nothing was typed. Which texts a step has, by step. */
const TEXTS: Partial<Record<StepKind, readonly string[]>> = {
  hand_over: ["note"],
  assign: ["goes", "note"],
  reassign: ["goes", "note"],
  arrive: ["note"],
  close: ["note"],
  order_valve: ["place", "named_by"],
  approve_extension: ["note"],
  verify_hours: ["reason"],
  follow_up: ["words"],
  valve_arrive: ["note"],
  valve_shut: ["note"],
  valve_drop: ["note"],
  tell: ["advice"],
  consent: ["words"],
  send_team: ["goes", "note"],
  search: ["determined_by"],
  reply_search: ["explanation", "advice"],
  send_sampler: ["goes", "note"],
  sample: ["note"],
  pass_sample: ["note"],
  enter_results: ["reviewer", "note"],
  schedule_event: ["agreed_with", "reason"],
  move_event: ["agreed_with"],
  hold_event: ["problems"],
  authorise: ["reason"],
  end_outage: ["note"],
};

const MINUTE = 60_000;

/** A typed minute means some moment of it: the step before may lie in the same one. */
export function resolveTypedTime(typed: number | null | undefined, last: number): number | null {
  if (typed === null || typed === undefined) return null;
  const same = typed % MINUTE === 0 && Math.floor(last / MINUTE) * MINUTE === typed;
  return same ? last : typed;
}

/** What stands beside the details of a step, not in them. */
const ENVELOPE: readonly string[] = ["happened_at", "performed_by"];

export function toStepDetails(step: StepKind, values: Record<string, unknown>): Record<string, unknown> {
  const empty = Object.fromEntries((TEXTS[step] ?? []).map((name) => [name, ""]));
  const given = Object.entries(values).filter(([name, value]) => value !== undefined && !ENVELOPE.includes(name));
  const all: Record<string, unknown> = { ...empty, ...Object.fromEntries(given) };
  if (step === "follow_up" && all.outcome === "not_reached") all.misconduct = null;
  return { ...all, ...shaped(step, all) };
}

/** What a form holds otherwise than the program. */
function shaped(step: StepKind, all: Record<string, unknown>): Record<string, unknown> {
  switch (step) {
    case "search":
      // Fields of another finding that were typed before it was changed are not this finding's.
      return {
        meter_side: all.finding === "found" ? (all.meter_side ?? null) : null,
        determined_by: all.finding === "not_found" ? all.determined_by : "",
      };
    case "enter_results": {
      const { values, units } = all as { values?: Record<string, string>; units?: Record<string, string> };
      return { values: toEnteredResults(values ?? {}, units ?? {}), units: undefined };
    }
    case "make_trip":
      return { stops: ((all.stops as object[] | undefined) ?? []).map((stop) => ({ note: "", ...stop })) };
    case "change_outage":
      return { places: toPlaces(all.places as PlaceRow[] | undefined) };
    default:
      return {};
  }
}
