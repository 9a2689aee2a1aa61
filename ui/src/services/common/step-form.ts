// The fields of one step, as the drawer shows them.
import type { ComponentType } from "react";
import type { TicketView } from "../../gen/wire";

export type StepForm = ComponentType<{ view: TicketView }>;
