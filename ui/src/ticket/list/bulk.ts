// Many tickets given to one crew: which of them may be, and one after the other.
import type { Crew, TicketRow } from "../../gen/wire";
import { words } from "../../gen/words";
import { does, giving, type Giving } from "../giving";

/** A step that gives a ticket to its first crew. */
type First = Exclude<Giving, "reassign">;

const FIRST: readonly First[] = ["assign", "send_team", "send_sampler"];

export type AssignStep = `ticket_${First}`;
export const STEPS: readonly AssignStep[] = FIRST.map((step) => `ticket_${step}` as const);

/** A ticket waits for it where it is handed over (`domain/todo.rs`); one that a crew has is no matter of many at once. */
function first(row: Pick<TicketRow, "service" | "stage">): First | null {
  const step = row.stage === "handed_over" ? giving(row) : null;
  return step === "reassign" ? null : step;
}

export function stepOf(row: Pick<TicketRow, "service" | "stage">): AssignStep | null {
  const step = first(row);
  return step && `ticket_${step}`;
}

/** Why a ticket cannot be given to a crew now; nothing if it can. The program decides again. */
export function objection(row: TicketRow, crew: Pick<Crew, "department"> | undefined, may: (step: AssignStep) => boolean): string | null {
  const step = first(row);
  if (step === null) return `现在是“${words.Stage[row.stage]}”，不等待派工`;
  if (!may(`ticket_${step}`)) return `${words.ServiceKind[row.service]}不由您的岗位派工`;
  if (crew && !does(crew, step)) return "检漏和取样只能安排稽查队";
  return null;
}

export interface Refusal {
  row: TicketRow;
  why: string;
}

/** The tickets that may be given, and the others with the reason. */
export function parted(rows: readonly TicketRow[], against: (row: TicketRow) => string | null): { fit: TicketRow[]; unfit: Refusal[] } {
  const judged = rows.map((row) => ({ row, why: against(row) }));
  return { fit: judged.filter(({ why }) => why === null).map(({ row }) => row), unfit: judged.filter((one): one is Refusal => one.why !== null) };
}

export interface Progress {
  done: TicketRow[];
  refused: Refusal[];
  of: number;
}

/** What came of one: a reason if it was refused, and whether the others would be too. */
export type Outcome = { why: string; end?: boolean } | null;

/** One after the other, so that a refusal stops nothing; `told` after each, until `stopped` says so. */
export async function oneByOne(rows: readonly TicketRow[], send: (row: TicketRow) => Promise<Outcome>, told: (progress: Progress) => void, stopped: () => boolean): Promise<Progress> {
  let known: Progress = { done: [], refused: [], of: rows.length };
  for (const row of rows) {
    if (stopped()) break;
    const outcome = await send(row);
    known = outcome === null ? { ...known, done: [...known.done, row] } : { ...known, refused: [...known.refused, { row, why: outcome.why }] };
    told(known);
    if (outcome?.end) break;
  }
  return known;
}
