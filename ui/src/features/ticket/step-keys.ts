// The letter and digit keys of 工单详情. A step on the way of its service has the digit of its place there, so that the way
// is walked 1, 2, 3; every other step has a letter of its own, the same in all services.
import type { ServiceKind, StepKind } from "../../gen/wire";
import { listWaySteps } from "../../services/common/step-tables";

export const NEXT_KEY = "J";
export const PREVIOUS_KEY = "K";
export const COPY_KEY = "C";

/** 回访 stands on the way of a repair, and only a repair has valves; 改派, 活动改期 and 停水变更, 退单 and 退样重取 are never on the same ticket. G begins the way to another place. */
const LETTERS: Partial<Record<StepKind, string>> = {
  attach: "A",
  refuse_extension: "B",
  supervise: "D",
  correct: "E",
  ask_valve: "I",
  order_valve: "F",
  reassign: "H",
  move_event: "H",
  change_outage: "H",
  follow_up: "I",
  close_violation: "L",
  merge: "M",
  note: "N",
  pass_on: "O",
  approve_extension: "P",
  acknowledge: "Q",
  valve_shut: "R",
  ask_extension: "S",
  return: "T",
  reject_sample: "T",
  urge: "U",
  valve_arrive: "V",
  record_violation: "W",
  valve_drop: "X",
  appoint: "Y",
  cancel: "Z",
};

/** The key that opens a step's form. What is opened from another ticket has buttons of its own. */
export function findStepKey(service: ServiceKind, step: StepKind): string | null {
  const place = listWaySteps(service)
    .filter((one): boolean => one !== "open_linked")
    .indexOf(step);
  return place >= 0 ? String((place + 1) % 10) : (LETTERS[step] ?? null);
}
