// What is meant by what is typed into 快速查找: `0012` a ticket or a household, `到 0012` the step 到场 of that ticket, `月报` a place.
import type { StepKind } from "../../gen/wire";
import { words } from "../../gen/words";

/** A linked ticket is opened from the one it is linked to. */
const STEPS = (Object.keys(words.StepKind) as StepKind[]).filter((step) => step !== "open_linked");

export interface QuickFindQuery {
  /** What to look for. */
  text: string;
  /** The steps meant, if any; the ticket says which of them it can take now. */
  steps: StepKind[];
}

/** A word before digits that begins or ends a step's name is that step; it may be one character. */
export function parseQuickFind(typed: string): QuickFindQuery {
  const text = typed.trim();
  const [, word, digits] = /^(\p{Script=Han}+)\s*([0-9A-Za-z]{2,})$/u.exec(text) ?? [];
  if (word === undefined || digits === undefined) return { text, steps: [] };
  const steps = STEPS.filter((step) => words.StepKind[step].startsWith(word) || words.StepKind[step].endsWith(word));
  // The shortest name is the one meant most: 回复 before 回复检测结果.
  steps.sort((one, other) => words.StepKind[one].length - words.StepKind[other].length);
  return steps.length > 0 ? { text: digits, steps } : { text, steps: [] };
}

/** Whether the last letters and digits of a ticket's number may be meant, as a crew says them. */
export const isTicketNumberPart = (text: string) => /^[0-9A-Za-z]+$/.test(text);

/** First those whose number ends with what was typed: newer tickets may hold the same digits elsewhere. */
export function mergeMatches<R extends { id: number }>(numbered: readonly R[], others: readonly R[], most: number): R[] {
  const known = new Set(numbered.map(({ id }) => id));
  return [...numbered, ...others.filter(({ id }) => !known.has(id))].slice(0, most);
}

/** The address of a ticket, with the form of a step open. */
export const toTicketAddress = (id: number, steps: readonly StepKind[]) => `/ticket/${id}${steps.length > 0 ? `?${new URLSearchParams(steps.map((step) => ["step", step]))}` : ""}`;

export const isStep = (text: string): text is StepKind => text in words.StepKind;
