// What other features use of this one.
export { HouseholdOldTickets, OldTicketMatches } from "./old-ticket-hints";
export { OLD_TICKET_IMPORT } from "./old-ticket-import";
export { OldTicketTable } from "./old-ticket-table";
