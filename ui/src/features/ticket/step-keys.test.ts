import { describe, expect, it } from "vitest";
import type { ServiceKind, StepKind } from "../../gen/wire";
import { words } from "../../gen/words";
import { findStepKey } from "./step-keys";

/** Steps two services have under one letter, never on the same ticket. */
const APART: Partial<Record<StepKind, ServiceKind[]>> = {
  reassign: ["repair", "leak_detection", "water_quality"],
  move_event: ["community"],
  change_outage: ["emergency_water"],
  return: ["repair"],
  reject_sample: ["water_quality"],
  ask_valve: ["repair"],
};

const SERVICES = Object.keys(words.ServiceKind) as ServiceKind[];
const STEPS = (Object.keys(words.StepKind) as StepKind[]).filter((step) => step !== "open_linked");

describe("keys", () => {
  it("are one for each move of a service, and none of them is a key of the page", () => {
    for (const service of SERVICES) {
      const own = STEPS.filter((step) => APART[step]?.includes(service) ?? true);
      const keys = own.map((step) => findStepKey(service, step)).filter((key) => key !== null);
      expect(new Set(keys).size).toBe(keys.length);
      expect(keys).not.toContain("J");
      expect(keys).not.toContain("K");
      expect(keys).not.toContain("C");
    }
  });

  it("leave no move without one in the services that have it", () => {
    const some = (step: StepKind) => SERVICES.some((service) => findStepKey(service, step) !== null);
    expect(STEPS.filter((step) => !some(step))).toEqual([]);
    expect([findStepKey("repair", "hand_over"), findStepKey("repair", "close"), findStepKey("community", "follow_up")]).toEqual(["2", "0", "I"]);
  });
});
