// What other features use of this one.
export { TABLE_SCROLL, TICKET_COLUMNS, buildTicketColumn } from "./columns";
export { parseTicketFilters } from "./filters";
export { formatCappedCount } from "./view-tabs";
