// What other features use of this one.
export { EVENT_STATES, findEventState } from "./events";
