// Which command takes which step. Exhaustive by type, so a step the program learns must be learned here.
import type { Step, Ticket } from "../../gen/wire";

export const COMMAND = {
  arrange: "ticket_arrange",
  hand_over: "ticket_hand_over",
  assign: "ticket_assign",
  arrive: "ticket_arrive",
  finish: "ticket_finish",
  acknowledge: "acknowledgement_sign",
  reply: "ticket_reply",
  verify_hours: "ticket_verify_hours",
  follow_up: "ticket_follow_up",
  close: "ticket_close",
  appoint: "ticket_appoint",
  reassign: "ticket_reassign",
  return: "ticket_return",
  ask_extension: "ticket_ask_extension",
  approve_extension: "ticket_approve_extension",
  refuse_extension: "ticket_refuse_extension",
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
  close_violation: "ticket_close_violation",
} as const satisfies Record<Step, string>;

export type StepCommand = (typeof COMMAND)[Step];

/** The way of a case from report to end; the first of them that may be done now is what comes next. */
export const WAY: readonly Step[] = [
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
];

/** Steps that take the case off its way. */
export const OFF: readonly Step[] = ["return", "pass_on", "merge", "cancel"];

/** What of the way is done already and only may be done again. */
export function doneSteps({ arrangement, hours, follow_ups }: Ticket): Step[] {
  const done: Step[] = [];
  if (arrangement) done.push("arrange");
  if (hours) done.push("verify_hours");
  if (follow_ups.some((call) => call.details.outcome !== "not_reached")) done.push("follow_up");
  return done;
}

/** The moves in three groups, in the order of the way; what is done already stands with the others. */
export function grouped(moves: readonly Step[], done: readonly Step[] = []): { way: Step[]; beside: Step[]; off: Step[] } {
  return {
    way: WAY.filter((step) => moves.includes(step) && !done.includes(step)),
    beside: moves.filter((step) => (!WAY.includes(step) || done.includes(step)) && !OFF.includes(step)),
    off: OFF.filter((step) => moves.includes(step)),
  };
}
