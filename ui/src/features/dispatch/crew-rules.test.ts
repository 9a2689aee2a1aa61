import { describe, expect, it } from "vitest";
import type { Crew } from "../../gen/wire";
import { findAssignmentStep } from "../../shared/ticket/assignment-step";
import { canAssignToCrew, explainNoAssignment, countCrewLoad } from "./crew-rules";

const crew = (name: string, department: Crew["department"], active = true): Crew => ({ name, department, members: [], active });
const REPAIR = crew("一班", "indoor_repair");
const INSPECTION = crew("稽查一班", "inspection");

describe("giving a ticket to a crew", () => {
  it("is the act of its service at its stage, and none where the crew has done its work", () => {
    expect(findAssignmentStep({ service: "repair", stage: "handed_over" })).toBe("assign");
    expect(findAssignmentStep({ service: "repair", stage: "on_site" })).toBe("reassign");
    expect(findAssignmentStep({ service: "leak_detection", stage: "handed_over" })).toBe("send_team");
    expect(findAssignmentStep({ service: "water_quality", stage: "assigned" })).toBe("send_sampler");
    expect(findAssignmentStep({ service: "repair", stage: "reported" })).toBeNull();
    expect(findAssignmentStep({ service: "water_quality", stage: "sampled" })).toBeNull();
    expect(findAssignmentStep({ service: "community", stage: "planned" })).toBeNull();
  });

  it("is not to the crew that has it, nor to one without work, and leaks and samples go to 稽查 alone", () => {
    const repair = { service: "repair", stage: "assigned", crew: "一班" } as const;
    expect(canAssignToCrew(repair, REPAIR)).toBe(false);
    expect(canAssignToCrew(repair, crew("二班", "indoor_repair"))).toBe(true);
    expect(canAssignToCrew(repair, crew("三班", "indoor_repair", false))).toBe(false);
    const leak = { service: "leak_detection", stage: "handed_over", crew: null } as const;
    expect([canAssignToCrew(leak, REPAIR), canAssignToCrew(leak, INSPECTION)]).toEqual([false, true]);
    expect(canAssignToCrew({ ...repair, stage: "to_reply" }, INSPECTION)).toBe(false);
  });

  it("says why it cannot be", () => {
    const repair = { service: "repair", stage: "handed_over" } as const;
    expect(explainNoAssignment(repair, () => true)).toBeNull();
    expect(explainNoAssignment(repair, (name) => name !== "ticket_assign")).toContain("“派工”");
    expect(explainNoAssignment({ ...repair, stage: "to_reply" }, () => true)).toContain("“待回复”");
  });
});

it("counts what a crew has to do; exactly at its limit nothing is late", () => {
  const rows = [{ next_limit: 10 }, { next_limit: 20 }, { next_limit: 30 }];
  expect(countCrewLoad(rows, 20)).toEqual({ open: 3, late: 1, next: 20 });
  expect(countCrewLoad(rows, 31)).toEqual({ open: 3, late: 3, next: null });
  expect(countCrewLoad([], 31)).toEqual({ open: 0, late: 0, next: null });
});
