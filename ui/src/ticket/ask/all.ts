// The questions of the six services, by service.
import type { Asked, ServiceKind } from "../../gen/wire";
import type { AnyTyped, Ask, AskedOf, Typed } from "./ask";
import { community } from "./community";
import { leak } from "./leak";
import { outage } from "./outage";
import { reminder } from "./reminder";
import { repair } from "./repair";
import { water } from "./water";

export const ASK: { [K in ServiceKind]: Ask<K> } = {
  reminder,
  leak_detection: leak,
  water_quality: water,
  repair,
  community,
  emergency_water: outage,
};

function sendOf<K extends ServiceKind>(kind: K, typed: Typed<K>): AskedOf<K> {
  return ASK[kind].send(typed);
}

/** What is sent of the answers typed. */
export function send(typed: AnyTyped): Asked {
  // The kind stands in the answers themselves, so they fit it.
  return sendOf(typed.kind, typed as never);
}

/** The answers before anything is typed. */
export function begin(kind: ServiceKind): AnyTyped {
  return ASK[kind].begin();
}
