// The form of each step; a step that has none does not compile.
import { COMMON_STEPS } from "../common/common-steps";
import type { DrawerStep, StepForm } from "../common/step-form";
import { COMMUNITY_STEPS } from "../community/steps";
import { EMERGENCY_WATER_STEPS } from "../emergency-water/steps";
import { LEAK_DETECTION_STEPS } from "../leak-detection/steps";
import { REMINDER_STEPS } from "../reminder/steps";
import { REPAIR_STEPS } from "../repair/steps";
import { WATER_QUALITY_STEPS } from "../water-quality/steps";

export const STEP_FORMS: Record<DrawerStep, StepForm> = {
  ...COMMON_STEPS,
  ...REMINDER_STEPS,
  ...LEAK_DETECTION_STEPS,
  ...WATER_QUALITY_STEPS,
  ...REPAIR_STEPS,
  ...COMMUNITY_STEPS,
  ...EMERGENCY_WATER_STEPS,
};
