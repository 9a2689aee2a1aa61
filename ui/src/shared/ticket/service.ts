// What screens know of the six services beside their words: the order they are picked in, and the stages each has.
// The stages follow the tables of moves; a test compares them with what a manager has approved.
import type { ServiceKind, Stage } from "../../gen/wire";
import { words } from "../../gen/words";

interface Pick {
  service: ServiceKind;
  /** Two characters, for the button. */
  short: string;
  /** With Alt. */
  key: string;
}

/** In the order of their keys: what is asked for most comes first. */
export const SERVICE_PICKS: readonly Pick[] = [
  { service: "repair", short: "维修", key: "1" },
  { service: "leak_detection", short: "检漏", key: "2" },
  { service: "water_quality", short: "化验", key: "3" },
  { service: "reminder", short: "提醒", key: "4" },
  { service: "community", short: "社区", key: "5" },
  { service: "emergency_water", short: "送水", key: "6" },
];

const ENDS: readonly Stage[] = ["closed", "cancelled", "merged"];

/** Whether something is still to be done. */
export function isOpenStage(stage: Stage): boolean {
  return stage !== "passed_on" && !ENDS.includes(stage);
}

/** Whether a report of the service may be merged into a ticket of this kind and stage; the program decides again. */
export function canMergeInto(service: ServiceKind, row: { service: ServiceKind; stage: Stage }): boolean {
  return row.service === service && (isOpenStage(row.stage) || row.stage === "closed");
}

/** The stages of each service, in the order of its work. */
export const SERVICE_STAGES: Record<ServiceKind, readonly Stage[]> = {
  reminder: ["to_tell", "told", "to_close", ...ENDS],
  leak_detection: ["handed_over", "assigned", "searching", "under_study", "to_reply", "to_close", ...ENDS],
  water_quality: ["reported", "handed_over", "assigned", "sampled", "at_lab", "to_reply", "to_close", ...ENDS],
  repair: ["reported", "handed_over", "assigned", "on_site", "to_reply", "to_close", "passed_on", ...ENDS],
  community: ["to_decide", "to_schedule", "planned", "held", "to_reply", "to_close", ...ENDS],
  emergency_water: ["to_authorise", "delivering", "to_close", ...ENDS],
};

/** Whether the text of an address names a service. */
export function isService(text: string | null): text is ServiceKind {
  return text !== null && text in words.ServiceKind;
}

/** Services that are about an area, not about a household. */
export function isAreaService(service: ServiceKind): boolean {
  return service === "community" || service === "emergency_water";
}
