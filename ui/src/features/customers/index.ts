// What other features use of this one.
export { CustomerFinder } from "./customer-finder";
export { HouseholdTickets, UrgeButton, useHouseholdTickets } from "./household-tickets";
