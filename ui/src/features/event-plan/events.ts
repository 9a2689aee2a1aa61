// The year's events counted: planned against held (5.2⑴).
import type { TicketRow } from "../../gen/wire";
import { formatDay } from "../../shared/time/shanghai";

export type EventState = "held" | "planned" | "missed" | "cancelled";

export const EVENT_STATES: Record<EventState, { zh: string; colour: string }> = {
  held: { zh: "已举办", colour: "green" },
  planned: { zh: "待举办", colour: "blue" },
  missed: { zh: "逾期未举办", colour: "red" },
  cancelled: { zh: "已取消", colour: "default" },
};

/** How an event stands. A day is over when the next one has begun. */
export function findEventState(row: TicketRow, now: number): EventState {
  if (row.more?.kind === "community" && row.more.held_at !== null) return "held";
  if (row.ended_at !== null) return "cancelled";
  return row.planned_at !== null && formatDay(row.planned_at) < formatDay(now) ? "missed" : "planned";
}

/** How often its day was changed. */
export const countEventMoves = (row: TicketRow) => (row.more?.kind === "community" ? row.more.moved : 0);

export interface MonthCount {
  month: number;
  planned: number;
  held: number;
  missed: number;
  cancelled: number;
}

/** Twelve months: all events whose day lies there, and what became of them. */
export function countEventsByMonth(rows: readonly TicketRow[], now: number): MonthCount[] {
  const counts = Array.from({ length: 12 }, (_, i) => ({ month: i + 1, planned: 0, held: 0, missed: 0, cancelled: 0 }));
  for (const row of rows) {
    if (row.planned_at === null) continue;
    const count = counts[Number(formatDay(row.planned_at).slice(5, 7)) - 1];
    if (!count) continue;
    count.planned += 1;
    const state = findEventState(row, now);
    if (state !== "planned") count[state] += 1;
  }
  return counts;
}
