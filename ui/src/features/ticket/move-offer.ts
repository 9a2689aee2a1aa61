// Which of the possible moves is offered first: the one the ticket waits for. The others stand behind it in a calm order.
import { isClockRunning } from "../../shared/time/countdown";
import type { Clock, StepKind, Ticket, TicketView } from "../../gen/wire";
import { groupMoves } from "../../services/common/step-tables";

export interface MoveOffer {
  /** What the ticket waits for, if this person may do it. */
  next: StepKind | null;
  /** Seen at once, in this order. */
  shown: StepKind[];
  /** In the menu. */
  more: StepKind[];
  /** In the menu, at its end: what takes the case off its way. */
  off: StepKind[];
  /** What stands open beside the way, in words. */
  waits: string[];
}

/** Buttons beside the first one; more are no longer taken in at a glance. */
const MOST = 6;

/** Used every day, whatever the service. */
const USUAL: readonly StepKind[] = ["note", "attach", "urge", "appoint"];

const running = (clock: Clock) => isClockRunning(clock) && clock.limit !== null;

/** Whether the valve's clock runs out before any other: water is running. */
function valveFirst(clocks: readonly Clock[]): boolean {
  const soonest = clocks.filter(running).sort((a, b) => (a.limit ?? 0) - (b.limit ?? 0))[0];
  return soonest?.kind === "valve" || clocks.some((clock) => clock.kind === "valve" && clock.state === "breached" && clock.ended_at === null);
}

/** What stands open beside the way, the most pressing first, with the moves that settle it. */
function open({ ticket, clocks, open_valves: valves }: TicketView, closing: boolean, person: number | undefined): Open[] {
  const all: Open[] = [];
  const tasks = ticket.valves.filter((one) => valves.includes(one.task));
  if (tasks.length > 0) {
    const named = tasks.filter((task) => task.named_at !== null);
    if (named.length < tasks.length) all.push({ words: "关阀还没有安排班组", steps: ["order_valve", "valve_drop"], first: closing || valveFirst(clocks) });
    if (named.length === 0) return [...all, ...decisions(ticket, closing, person)];
    const arrived = named.every((task) => task.arrived_at !== null);
    const steps: StepKind[] = arrived ? ["valve_shut", "valve_drop"] : ["valve_arrive", "valve_shut", "valve_drop"];
    all.push({ words: "关阀还没有完成", steps, first: closing || valveFirst(clocks) });
  }
  return [...all, ...decisions(ticket, closing, person)];
}

interface Open {
  words: string;
  steps: StepKind[];
  first: boolean;
}

/** What waits beside the valves: a decision on more time, a violation. */
function decisions(ticket: Ticket, closing: boolean, person: number | undefined): Open[] {
  const all: Open[] = [];
  const asked = ticket.extensions.find(({ decision }) => decision === null);
  if (asked) {
    // Whoever asked cannot decide.
    all.push({ words: "延时申请等待审批", steps: ["approve_extension", "refuse_extension"], first: asked.recorded_by !== person });
  }
  if (ticket.violations.some(({ closed_at: closed }) => closed === null)) {
    all.push({ words: "违规记录等待处理", steps: ["close_violation"], first: closing });
  }
  return all;
}

/** `person`: who looks. */
export function offerMoves(view: TicketView, person?: number): MoveOffer {
  // What is opened from here has a form of its own, behind the buttons of 关联工单.
  const here = (steps: StepKind[]) => steps.filter((step): boolean => step !== "open_linked");
  const moves = here(view.moves);
  const { way, beside, off } = groupMoves({ moves, next: here(view.next) });
  const closing = way[0] === "close";
  const stands = open(view, closing, person);
  const may = (steps: StepKind[]) => steps.filter((step) => moves.includes(step));
  const pressing = stands.filter(({ first }) => first).flatMap(({ steps }) => may(steps));
  // A case is not offered to be closed while something else of it is open.
  const onward = closing && stands.length > 0 ? null : (way[0] ?? null);
  const next = pressing[0] ?? onward;
  const settling = stands.flatMap(({ steps }) => may(steps));
  const usual = USUAL.filter((step) => beside.includes(step));
  const wanted = [...new Set([...settling, ...way, ...usual])].filter((step) => step !== next);
  const rest = beside.filter((step) => !wanted.includes(step) && step !== next);
  // What is left over when few are possible need not hide in a menu.
  const room = Math.max(0, MOST - wanted.length);
  const few = rest.length + off.length <= 1 ? [...rest, ...off] : [];
  const shown = few.length > 0 && room > 0 ? [...wanted, ...few] : wanted.slice(0, MOST);
  return {
    next,
    shown,
    more: [...wanted, ...rest].filter((step) => !shown.includes(step)),
    off: off.filter((step) => !shown.includes(step)),
    waits: stands.map(({ words }) => words),
  };
}
