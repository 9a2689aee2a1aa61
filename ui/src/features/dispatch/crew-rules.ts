// What the board of crews knows without asking: which crews may have a ticket, and how much a crew has to do. What is allowed in the
// end, the program decides.
import type { Crew, TicketRow } from "../../gen/wire";
import { words } from "../../gen/words";
import { canCrewTakeStep, findAssignmentStep, type AssignmentStep } from "../../shared/ticket/assignment-step";

/** Whether a crew may have it: another one than now, with work to take, and 稽查 where only they look and sample (2.3, 3). */
export function canAssignToCrew(row: Pick<TicketRow, "service" | "stage" | "crew">, crew: Crew): boolean {
  const step = findAssignmentStep(row);
  return step !== null && crew.active && crew.name !== row.crew && canCrewTakeStep(crew, step);
}

/** Why a ticket cannot be given to anybody now, or not by who looks. */
export function explainNoAssignment(row: Pick<TicketRow, "service" | "stage">, may: (name: `ticket_${AssignmentStep}`) => boolean): string | null {
  const step = findAssignmentStep(row);
  if (step === null) return `本单已到“${words.Stage[row.stage]}”环节，不再派给班组。`;
  return may(`ticket_${step}`) ? null : `您的岗位不能办理“${words.StepKind[step]}”，请由有权限的同事办理。`;
}

export interface CrewLoad {
  open: number;
  late: number;
  /** The soonest limit that is still ahead. */
  next: number | null;
}

export function countCrewLoad(rows: readonly Pick<TicketRow, "next_limit">[], now: number): CrewLoad {
  const limits = rows.map(({ next_limit: limit }) => limit).filter((limit) => limit !== null);
  const ahead = limits.filter((limit) => limit >= now);
  return { open: rows.length, late: limits.length - ahead.length, next: ahead.length > 0 ? Math.min(...ahead) : null };
}
