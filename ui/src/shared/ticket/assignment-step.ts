// Which step gives a ticket to a crew, and which crews may have it. What is allowed in the end, the program decides.
import type { Crew, ServiceKind, Stage, StepKind, TicketRow } from "../../gen/wire";

/** A step that gives a ticket to a crew. */
export type AssignmentStep = Extract<StepKind, "assign" | "reassign" | "send_team" | "send_sampler">;

const GIVING: Partial<Record<ServiceKind, Partial<Record<Stage, AssignmentStep>>>> = {
  repair: { handed_over: "assign", assigned: "reassign", on_site: "reassign" },
  leak_detection: { handed_over: "send_team", assigned: "send_team", searching: "send_team" },
  water_quality: { handed_over: "send_sampler", assigned: "send_sampler" },
};

/** The step by which a ticket is given to a crew now, or to another one. */
export function findAssignmentStep({ service, stage }: Pick<TicketRow, "service" | "stage">): AssignmentStep | null {
  return GIVING[service]?.[stage] ?? null;
}

/** Whether a crew does this work: looking for leaks and taking samples is the inspectors' (2.3, 3). */
export const canCrewTakeStep = ({ department }: Pick<Crew, "department">, step: AssignmentStep) =>
  department === "inspection" || (step !== "send_team" && step !== "send_sampler");
