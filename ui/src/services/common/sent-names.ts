// Who was sent, by name; one empty name where nobody was named.
import type { TicketView } from "../../gen/wire";

export function listSentNames({ ticket }: TicketView): string[] {
  return (ticket.assignment?.details.goes || ticket.arrangement?.details.goes || "").split(/[、，,\s]+/);
}
