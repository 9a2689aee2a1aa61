// Questions about a step, answered from the tables that the program generates.
import { exitSteps, immediateSteps, ownDecisions, waySteps } from "../../gen/steps";
import type { ServiceKind, StepKind, TicketView } from "../../gen/wire";

const includes = (steps: readonly StepKind[], step: StepKind) => steps.includes(step);

/** Whether it happens when it is typed: its form asks for no time. */
export const isImmediateStep = (step: StepKind): boolean => includes(immediateSteps, step);

/** Whether it is also the decision of the person who is signed in. */
export const isOwnDecision = (step: StepKind): boolean => includes(ownDecisions, step);

/** Whether it takes the case off its way. */
export const isExitStep = (step: StepKind): boolean => includes(exitSteps, step);

/** The way of a case from report to end. */
export const listWaySteps = (service: ServiceKind): readonly StepKind[] => waySteps[service];

/** The moves in three groups: what comes next, in the order of the way; what may be done beside it, or again; what ends the case. */
export function groupMoves({ moves, next }: Pick<TicketView, "moves" | "next">): { way: StepKind[]; beside: StepKind[]; off: StepKind[] } {
  return {
    way: next,
    beside: moves.filter((step) => !next.includes(step) && !isExitStep(step)),
    off: moves.filter(isExitStep),
  };
}
