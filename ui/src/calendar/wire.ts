// Until the command has come.
import type { TicketRow } from "../gen/wire";

export type CalendarKind = "appointment" | "event";

export interface TicketCalendar {
  entries: { ticket: TicketRow; at: number; to: number | null; what: CalendarKind }[];
}
