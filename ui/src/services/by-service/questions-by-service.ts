// The questions of the six services, by service.
import type { ServiceIntake, ServiceKind } from "../../gen/wire";
import type { AnyTypedAnswers, ServiceQuestions, WireAnswersOf, TypedAnswers } from "../common/questions";
import { COMMUNITY_QUESTIONS } from "../community/intake";
import { LEAK_DETECTION_QUESTIONS } from "../leak-detection/intake";
import { EMERGENCY_WATER_QUESTIONS } from "../emergency-water/intake";
import { REMINDER_QUESTIONS } from "../reminder/intake";
import { REPAIR_QUESTIONS } from "../repair/intake";
import { WATER_QUALITY_QUESTIONS } from "../water-quality/intake";

export const SERVICE_QUESTIONS: { [K in ServiceKind]: ServiceQuestions<K> } = {
  reminder: REMINDER_QUESTIONS,
  leak_detection: LEAK_DETECTION_QUESTIONS,
  water_quality: WATER_QUALITY_QUESTIONS,
  repair: REPAIR_QUESTIONS,
  community: COMMUNITY_QUESTIONS,
  emergency_water: EMERGENCY_WATER_QUESTIONS,
};

function sendOf<K extends ServiceKind>(kind: K, typed: TypedAnswers<K>): WireAnswersOf<K> {
  return SERVICE_QUESTIONS[kind].send(typed);
}

/** What is sent of the answers typed. */
export function toWireAnswers(typed: AnyTypedAnswers): ServiceIntake {
  // The kind stands in the answers themselves, so they fit it.
  return sendOf(typed.kind, typed as never);
}

/** The answers before anything is typed. */
export function createEmptyAnswers(kind: ServiceKind): AnyTypedAnswers {
  return SERVICE_QUESTIONS[kind].begin();
}
