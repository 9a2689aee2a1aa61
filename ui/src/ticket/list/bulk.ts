// Many tickets given to one crew: which of them may be, and one after the other.
import type { Crew, ServiceKind, TicketRow } from "../../gen/wire";
import { words } from "../../gen/words";

/** The step that gives a ticket to somebody, by service; each waits for it where it is handed over (`domain/todo.rs`). */
const STEP = {
  repair: "ticket_assign",
  leak_detection: "ticket_send_team",
  water_quality: "ticket_send_sampler",
} as const satisfies Partial<Record<ServiceKind, string>>;

export type AssignStep = (typeof STEP)[keyof typeof STEP];
export const STEPS: readonly AssignStep[] = Object.values(STEP);

export function stepOf({ service, stage }: Pick<TicketRow, "service" | "stage">): AssignStep | null {
  return stage === "handed_over" && service in STEP ? STEP[service as keyof typeof STEP] : null;
}

/** Why a ticket cannot be given to a crew now; nothing if it can. The program decides again. */
export function objection(row: TicketRow, crew: Pick<Crew, "department"> | undefined, may: (step: AssignStep) => boolean): string | null {
  const step = stepOf(row);
  if (step === null) return `现在是“${words.Stage[row.stage]}”，不等待派工`;
  if (!may(step)) return `${words.ServiceKind[row.service]}不由您的岗位派工`;
  // Looking for leaks and taking samples is the inspectors' (2.3, 3).
  if (step !== "ticket_assign" && crew && crew.department !== "inspection") return "检漏和取样只能安排稽查队";
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
