// What goes into the printed report, in its order.
import { words } from "../gen/words";
import type { Section } from "../gen/wire";

export const SECTIONS = Object.keys(words.Section) as Section[];

/** A row of the choice: sections that are in come in their order, the others stay where they are. */
export interface Choice {
  section: Section;
  on: boolean;
}

/** The choice that shows these sections first, in their order, and then what is left out. */
export const choose = (sections: Section[]): Choice[] => [
  ...sections.map((section) => ({ section, on: true })),
  ...SECTIONS.filter((section) => !sections.includes(section)).map((section) => ({ section, on: false })),
];

export const chosen = (rows: Choice[]): Section[] => rows.filter(({ on }) => on).map(({ section }) => section);

/** Moves a row up or down by one place; at the ends it stays. */
export function move(rows: Choice[], section: Section, by: 1 | -1): Choice[] {
  const from = rows.findIndex((row) => row.section === section);
  const to = from + by;
  if (from < 0 || to < 0 || to >= rows.length) return rows;
  return rows.toSpliced(from, 1).toSpliced(to, 0, ...rows.slice(from, from + 1));
}

export const toggle = (rows: Choice[], section: Section): Choice[] => rows.map((row) => (row.section === section ? { ...row, on: !row.on } : row));
