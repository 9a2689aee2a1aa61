// What a service asks while a report is taken: the fields as they are typed, and what is sent of them. Every field
// keeps the name it has on the wire, so that a refusal finds it.
import type { ComponentType } from "react";
import type { ServiceIntake, OutagePlace, MeterReadings, ServiceKind } from "../../gen/wire";
import type { PlaceRow } from "./places";

/** What goes over the wire for a service. */
export type WireAnswersOf<K extends ServiceKind> = Extract<ServiceIntake, { kind: K }>;

/** A field as typed: perhaps not yet, perhaps emptied again. */
type PartialField<T> = [T] extends [MeterReadings | null]
  ? { [F in keyof MeterReadings]?: number | null } | null
  : [T] extends [OutagePlace[]]
    ? PlaceRow[] | null
    : T | null;

/** The answers as typed so far. */
export type TypedAnswers<K extends ServiceKind> = { kind: K } & {
  [F in Exclude<keyof WireAnswersOf<K>, "kind">]?: PartialField<WireAnswersOf<K>[F]>;
};

export type AnyTypedAnswers = { [K in ServiceKind]: TypedAnswers<K> }[ServiceKind];

export interface ServiceQuestions<K extends ServiceKind> {
  /** What is there before anything is typed. */
  begin: () => TypedAnswers<K>;
  /** What is sent: every field, an empty text where nothing was typed. */
  send: (typed: TypedAnswers<K>) => WireAnswersOf<K>;
  /** The first question that must be answered: there the keyboard goes on once it is known who calls. */
  initialFocus: keyof WireAnswersOf<K> & string;
  Fields: ComponentType;
}

/** A text as it is sent. */
export const trimText = (text: string | null | undefined): string => text?.trim() ?? "";

export const requireText = (what: string) => [{ required: true, whitespace: true, message: `请填写${what}。` }];
export const requireChoice = (what: string) => [{ required: true, message: `请选择${what}。` }];
export const requireValue = (what: string) => [{ required: true, message: `请填写${what}。` }];
