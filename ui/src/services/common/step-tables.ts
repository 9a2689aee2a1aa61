// Which command takes which step. Exhaustive by type, so a step the program learns must be learned here.
import type { TicketCase, ServiceKind, StepKind, Ticket } from "../../gen/wire";
import type { CommandName } from "../../api/platform";

export const STEP_COMMANDS = {
  arrange: "ticket_arrange",
  hand_over: "ticket_hand_over",
  assign: "ticket_assign",
  send_team: "ticket_send_team",
  send_sampler: "ticket_send_sampler",
  arrive: "ticket_arrive",
  finish: "ticket_finish",
  search: "ticket_search",
  escalate: "ticket_escalate",
  conclude: "ticket_conclude",
  tell: "ticket_tell",
  sample: "ticket_sample",
  pass_sample: "ticket_pass_sample",
  receive_sample: "ticket_receive_sample",
  reject_sample: "ticket_reject_sample",
  enter_results: "ticket_enter_results",
  decide_event: "ticket_decide_event",
  schedule_event: "ticket_schedule_event",
  move_event: "ticket_move_event",
  hold_event: "ticket_hold_event",
  authorise: "ticket_authorise",
  make_trip: "ticket_make_trip",
  check_safety: "ticket_check_safety",
  change_outage: "ticket_change_outage",
  end_outage: "ticket_end_outage",
  acknowledge: "acknowledgement_sign",
  correct: "acknowledgement_correct",
  reply: "ticket_reply",
  reply_search: "ticket_reply_search",
  reply_results: "ticket_reply_results",
  consent: "ticket_consent",
  open_linked: "ticket_open_linked",
  verify_hours: "ticket_verify_hours",
  follow_up: "ticket_follow_up",
  close: "ticket_close",
  appoint: "ticket_appoint",
  reassign: "ticket_reassign",
  return: "ticket_return",
  ask_extension: "ticket_ask_extension",
  approve_extension: "ticket_approve_extension",
  refuse_extension: "ticket_refuse_extension",
  ask_valve: "ticket_ask_valve",
  order_valve: "ticket_order_valve",
  valve_arrive: "ticket_valve_arrive",
  valve_shut: "ticket_valve_shut",
  valve_drop: "ticket_valve_drop",
  urge: "ticket_urge",
  supervise: "ticket_supervise",
  pass_on: "ticket_pass_on",
  merge: "ticket_merge",
  cancel: "ticket_cancel",
  note: "ticket_note",
  attach: "ticket_attach",
  record_violation: "ticket_record_violation",
  close_violation: "ticket_close_violation",
} as const satisfies Record<StepKind, CommandName>;

/** What is decided at the desk happens now: its form asks for no time. */
const NOW: readonly StepKind[] = ["ask_extension", "approve_extension", "refuse_extension", "verify_hours", "close_violation", "cancel", "merge", "decide_event", "close"];

export const isImmediateStep = (step: StepKind): boolean => NOW.includes(step);

/** And it is the decision of whoever is signed in; only an extension may be asked for in the crew's name. */
export const isOwnDecision = (step: StepKind): boolean => isImmediateStep(step) && step !== "ask_extension";

/** Steps whose form is the drawer's. A signature has a drawer of its own, files have one, and a ticket opened from another
 *  one is an intake. */
export type DrawerStep = Exclude<StepKind, "acknowledge" | "correct" | "attach" | "open_linked">;

export type StepCommand = (typeof STEP_COMMANDS)[DrawerStep];

export function hasForm(step: StepKind): step is DrawerStep {
  return step !== "acknowledge" && step !== "correct" && step !== "attach" && step !== "open_linked";
}

/** The way of a case from report to end, by service; the first of them that may be done now is what comes next. */
export const NEXT_STEPS: Record<ServiceKind, readonly StepKind[]> = {
  reminder: ["tell", "acknowledge", "consent", "open_linked", "follow_up", "close"],
  leak_detection: [
    "send_team",
    "arrive",
    "search",
    "escalate",
    "conclude",
    "acknowledge",
    "reply_search",
    "consent",
    "open_linked",
    "follow_up",
    "close",
  ],
  water_quality: [
    "hand_over",
    "send_sampler",
    "sample",
    "acknowledge",
    "pass_sample",
    "receive_sample",
    "enter_results",
    "reply_results",
    "follow_up",
    "close",
  ],
  repair: [
    "arrange",
    "hand_over",
    "assign",
    "arrive",
    "finish",
    "acknowledge",
    "reply",
    "verify_hours",
    "follow_up",
    "close",
  ],
  community: ["decide_event", "schedule_event", "hold_event", "acknowledge", "open_linked", "reply", "close"],
  emergency_water: ["authorise", "make_trip", "check_safety", "end_outage", "close"],
};

/** Steps that take the case off its way. */
export const EXIT_STEPS: readonly StepKind[] = ["return", "reject_sample", "pass_on", "merge", "cancel"];

/** What of the way is done already and only may be done again. */
export function listDoneSteps(ticket: Ticket): StepKind[] {
  const done: StepKind[] = [];
  // Made before the hand-over it waits for that; after it, it has been made where a crew is on its way (4.3⑶).
  if (ticket.assignment ?? (ticket.stage === "reported" ? ticket.arrangement : null)) done.push("arrange");
  if (ticket.assignment) done.push("send_team", "send_sampler");
  if (ticket.hours) done.push("verify_hours");
  if (ticket.follow_ups.some((call) => call.details.outcome !== "not_reached")) done.push("follow_up");
  if (ticket.links.length > 0) done.push("open_linked");
  return [...done, ...doneInCase(ticket.case)];
}

function doneInCase(found: TicketCase): StepKind[] {
  switch (found.kind) {
    case "reminder": {
      // Where the company has nothing to do, nobody needs to be asked (1.3).
      const settled = found.consent !== null || found.telling?.details.company_needed === false;
      return settled ? ["consent"] : [];
    }
    case "leak_detection":
      return [...(found.consent ? (["consent"] as const) : []), ...(found.escalation ? (["escalate"] as const) : [])];
    case "water_quality": {
      const since = found.sampling?.at ?? 0;
      const passed = found.custody.filter((holding) => holding.from >= since).length > 1;
      return [...(passed ? (["pass_sample"] as const) : []), ...(found.results.length > 0 ? (["enter_results"] as const) : [])];
    }
    case "emergency_water": {
      const stops = found.trips.flatMap((trip) => trip.details.stops);
      const reached = found.places.every((_, place) => stops.some((stop) => stop.place === place));
      return [...(reached ? (["make_trip"] as const) : []), ...(found.checks.length > 0 ? (["check_safety"] as const) : [])];
    }
    default:
      return [];
  }
}

/** The moves in three groups, in the order of the service's way; what is done already stands with the others. */
export function groupMoves(
  service: ServiceKind,
  moves: readonly StepKind[],
  done: readonly StepKind[] = [],
): { way: StepKind[]; beside: StepKind[]; off: StepKind[] } {
  const all = NEXT_STEPS[service];
  return {
    way: all.filter((step) => moves.includes(step) && !done.includes(step)),
    beside: moves.filter((step) => (!all.includes(step) || done.includes(step)) && !EXIT_STEPS.includes(step)),
    off: EXIT_STEPS.filter((step) => moves.includes(step)),
  };
}
