// What a service asks while a report is taken: the fields as they are typed, and what is sent of them. Every field
// keeps the name it has on the wire, so that a refusal finds it.
import type { ComponentType } from "react";
import type { Asked, Place, Readings, ServiceKind } from "../../gen/wire";
import type { PlaceRow } from "./places";

/** What goes over the wire for a service. */
export type AskedOf<K extends ServiceKind> = Extract<Asked, { kind: K }>;

/** A field as typed: perhaps not yet, perhaps emptied again. */
type Half<T> = [T] extends [Readings | null]
  ? { [F in keyof Readings]?: number | null } | null
  : [T] extends [Place[]]
    ? PlaceRow[] | null
    : T | null;

/** The answers as typed so far. */
export type Typed<K extends ServiceKind> = { kind: K } & {
  [F in Exclude<keyof AskedOf<K>, "kind">]?: Half<AskedOf<K>[F]>;
};

export type AnyTyped = { [K in ServiceKind]: Typed<K> }[ServiceKind];

export interface Ask<K extends ServiceKind> {
  /** What is there before anything is typed. */
  begin: () => Typed<K>;
  /** What is sent: every field, an empty text where nothing was typed. */
  send: (typed: Typed<K>) => AskedOf<K>;
  /** The first question that must be answered: there the keyboard goes on once it is known who calls. */
  first: keyof AskedOf<K> & string;
  Fields: ComponentType;
}

/** A text as it is sent. */
export const said = (text: string | null | undefined): string => text?.trim() ?? "";

export const filled = (what: string) => [{ required: true, whitespace: true, message: `请填写${what}。` }];
export const chosen = (what: string) => [{ required: true, message: `请选择${what}。` }];
export const given = (what: string) => [{ required: true, message: `请填写${what}。` }];
