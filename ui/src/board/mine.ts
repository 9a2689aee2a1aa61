// Which stages wait for which role: the workbench puts them first. Not a permission; those are the program's.
import type { Role, ServiceKind, Stage, TicketRow } from "../gen/wire";

/** `all`, or the services whose tickets wait for the role at this stage: one stage may be another's work there. */
type Waits = Partial<Record<Stage, "all" | readonly ServiceKind[]>>;

const WAITS: Record<Role, Waits> = {
  agent: {
    reported: "all",
    handed_over: ["leak_detection"],
    to_tell: "all",
    told: "all",
    to_schedule: "all",
    planned: "all",
    held: "all",
    delivering: "all",
    to_reply: "all",
    to_close: "all",
  },
  dispatcher: { handed_over: ["repair", "water_quality"], sampled: "all", delivering: "all" },
  engineer: { handed_over: ["repair"], under_study: "all", to_close: ["repair"] },
  inspector: {
    to_tell: "all",
    told: "all",
    assigned: ["leak_detection", "water_quality"],
    searching: "all",
    sampled: "all",
  },
  repairer: { assigned: ["repair"], on_site: "all" },
  lab: { sampled: "all", at_lab: "all" },
  manager: {
    to_decide: "all",
    to_authorise: "all",
    under_study: "all",
    reported: "all",
    to_schedule: "all",
    delivering: "all",
    to_close: "all",
  },
  admin: {},
  auditor: {},
};

/** Whether a ticket waits for one of these roles. */
export function waitsFor(row: TicketRow, roles: readonly Role[]): boolean {
  if (row.extension_pending && roles.some((role) => role === "engineer" || role === "manager")) return true;
  if (row.violations_open > 0 && roles.includes("manager")) return true;
  return roles.some((role) => {
    const services = WAITS[role][row.stage];
    return services === "all" || services?.includes(row.service) === true;
  });
}

/** Whether tickets at this stage may wait for one of these roles. */
export function belongsTo(stage: Stage, roles: readonly Role[]): boolean {
  return roles.some((role) => WAITS[role][stage] !== undefined);
}

/** Whether any stage waits for one of these roles at all. */
export function hasWork(roles: readonly Role[]): boolean {
  return roles.some((role) => Object.keys(WAITS[role]).length > 0);
}
