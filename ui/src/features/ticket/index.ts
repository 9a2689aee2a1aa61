// What other features use of this one.
export { AttachmentCard } from "./attachments";
export { ClockCards } from "./clocks";
export { StepDrawer } from "./step-drawer";
export { TicketBrief } from "./ticket-brief";
export { useOpenTicket } from "./use-open-ticket";
