// Many tickets given to one crew: which of them may be, and one after the other.
import type { Crew, TicketRow } from "../../gen/wire";
import { words } from "../../gen/words";
import { canCrewTakeStep, findAssignmentStep, type AssignmentStep } from "../../shared/ticket/assignment-step";

/** A step that gives a ticket to its first crew. */
type First = Exclude<AssignmentStep, "reassign">;

const FIRST: readonly First[] = ["assign", "send_team", "send_sampler"];

export type AssignCommand = `ticket_${First}`;
export const ASSIGN_COMMANDS: readonly AssignCommand[] = FIRST.map((step) => `ticket_${step}` as const);

/** A ticket waits for it where it is handed over (`domain/todo.rs`); one that a crew has is no matter of many at once. */
function first(row: Pick<TicketRow, "service" | "stage">): First | null {
  const step = row.stage === "handed_over" ? findAssignmentStep(row) : null;
  return step === "reassign" ? null : step;
}

export function findAssignCommand(row: Pick<TicketRow, "service" | "stage">): AssignCommand | null {
  const step = first(row);
  return step && `ticket_${step}`;
}

/** Why a ticket cannot be given to a crew now; nothing if it can. The program decides again. */
export function findAssignObjection(row: TicketRow, crew: Pick<Crew, "department"> | undefined, may: (step: AssignCommand) => boolean): string | null {
  const step = first(row);
  if (step === null) return `现在是“${words.Stage[row.stage]}”，不等待派工`;
  if (!may(`ticket_${step}`)) return `${words.ServiceKind[row.service]}不由您的岗位派工`;
  if (crew && !canCrewTakeStep(crew, step)) return "检漏和取样只能安排稽查队";
  return null;
}

export interface UnassignedTicket {
  row: TicketRow;
  why: string;
}

/** The tickets that may be given, and the others with the reason. */
export function partitionTickets(rows: readonly TicketRow[], against: (row: TicketRow) => string | null): { fit: TicketRow[]; unfit: UnassignedTicket[] } {
  const judged = rows.map((row) => ({ row, why: against(row) }));
  return { fit: judged.filter(({ why }) => why === null).map(({ row }) => row), unfit: judged.filter((one): one is UnassignedTicket => one.why !== null) };
}

export interface AssignProgress {
  done: TicketRow[];
  refused: UnassignedTicket[];
  of: number;
}

/** What came of one: a reason if it was refused, and whether the others would be too. */
export type AssignOutcome = { why: string; end?: boolean } | null;

/** One after the other, so that a refusal stops nothing; `told` after each, until `stopped` says so. */
export async function assignOneByOne(rows: readonly TicketRow[], send: (row: TicketRow) => Promise<AssignOutcome>, told: (progress: AssignProgress) => void, stopped: () => boolean): Promise<AssignProgress> {
  let known: AssignProgress = { done: [], refused: [], of: rows.length };
  for (const row of rows) {
    if (stopped()) break;
    const outcome = await send(row);
    known = outcome === null ? { ...known, done: [...known.done, row] } : { ...known, refused: [...known.refused, { row, why: outcome.why }] };
    told(known);
    if (outcome?.end) break;
  }
  return known;
}
