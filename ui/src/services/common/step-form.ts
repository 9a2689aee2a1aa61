// The form of one step, as the drawer shows it. Every field is a field of the step's contents, under the same name.
import type { ComponentType } from "react";
import type { StepKind, TicketView } from "../../gen/wire";

export interface StepForm {
  Fields: ComponentType<{ view: TicketView }>;
  /** What the fields begin with; nothing where it is left out. */
  initial?: (view: TicketView) => Record<string, unknown>;
  /** The contents that the program takes otherwise than the form holds them. */
  shape?: (values: Record<string, unknown>) => Record<string, unknown>;
  /** Room for a table. */
  wide?: true;
}

/** Steps whose form is the drawer's. A signature has a drawer of its own, files have one, and a ticket opened from another
 *  one is an intake. */
export type DrawerStep = Exclude<StepKind, "acknowledge" | "correct" | "attach" | "open_linked">;

export function hasForm(step: StepKind): step is DrawerStep {
  return step !== "acknowledge" && step !== "correct" && step !== "attach" && step !== "open_linked";
}

export type StepForms = Partial<Record<DrawerStep, StepForm>>;
