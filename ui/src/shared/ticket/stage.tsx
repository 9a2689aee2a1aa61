import type { ServiceKind, Stage } from "../../gen/wire";
import { words } from "../../gen/words";
import { ColourTag, type TagColour } from "../look/colour-tag";

const COLOURS: Record<Stage, TagColour> = {
  to_decide: "magenta",
  to_schedule: "orange",
  to_tell: "magenta",
  to_authorise: "magenta",
  reported: "magenta",
  handed_over: "orange",
  assigned: "gold",
  on_site: "blue",
  searching: "blue",
  under_study: "purple",
  sampled: "blue",
  at_lab: "blue",
  planned: "gold",
  delivering: "blue",
  told: "cyan",
  held: "cyan",
  to_reply: "cyan",
  to_close: "geekblue",
  closed: "green",
  passed_on: "default",
  cancelled: "default",
  merged: "default",
};

export function StageTag({ stage }: { stage: Stage }) {
  return <ColourTag colour={COLOURS[stage]}>{words.Stage[stage]}</ColourTag>;
}

/** A service by its name; one calm look for all six, the colours belong to the stages. */
export function ServiceTag({ service }: { service: ServiceKind }) {
  return <ColourTag colour="outlined">{words.ServiceKind[service]}</ColourTag>;
}
