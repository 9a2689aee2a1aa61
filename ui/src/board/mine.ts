// Which stages wait for which role: the workbench puts them first. Not a permission; those are the program's.
import type { Role, Stage, TicketRow } from "../gen/wire";

const WAITS: Record<Role, readonly Stage[]> = {
  agent: ["reported", "repaired", "replied"],
  dispatcher: ["handed_over"],
  engineer: ["handed_over", "replied"],
  inspector: [],
  repairer: ["assigned", "on_site"],
  lab: [],
  manager: ["reported", "replied"],
  admin: [],
  auditor: [],
};

/** Whether a ticket waits for one of these roles. */
export function waitsFor(row: TicketRow, roles: readonly Role[]): boolean {
  if (row.extension_pending && roles.some((role) => role === "engineer" || role === "manager")) return true;
  if (row.violations_open > 0 && roles.includes("manager")) return true;
  return roles.some((role) => WAITS[role].includes(row.stage));
}
