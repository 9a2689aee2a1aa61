// What other features use of this one.
export { findDayKind, isWorkingTime, listWorkingHours } from "./working-hours";
export type { DayKind } from "./working-hours";
