// Which column of the office's sheet says what: guessed by the program, chosen by a person.
import type { BadLine, Household, SheetField, SheetSeen } from "../gen/wire";
import { words } from "../gen/words";
import { differing, inWords, LABEL } from "../customer/typed";

export type Columns = (SheetField | null)[];

/** These may stand in several columns: all phones are taken, the parts of an address are put together. */
const SEVERAL: readonly SheetField[] = ["phones", "address"];

/** As the program guesses. */
export const guessed = (seen: SheetSeen): Columns => seen.columns.map(({ guess }) => guess);

/** Another meaning of a column; what only one column may say goes from the one that said it. */
export function choose(columns: Columns, place: number, column: SheetField | null): Columns {
  const single = column !== null && !SEVERAL.includes(column);
  return columns.map((is, at) => (at === place ? column : single && is === column ? null : is));
}

/** What is missing among the columns, and whether nothing can be imported without it. */
export interface Lack {
  text: string;
  stops: boolean;
}

/** What a column is called beside its head: A, B … Z, AA. */
export function letter(place: number): string {
  const last = String.fromCharCode(65 + (place % 26));
  return place < 26 ? last : letter(Math.floor(place / 26) - 1) + last;
}

/** Why a row cannot be taken. */
export function reason({ column, fault, value }: BadLine["problem"]): string {
  return `${words.SheetField[column]}：${words.LineFault[fault]}${value === "" ? "" : `（${value}）`}`;
}

/** What a household says otherwise than before. */
export function changes(before: Household, after: Household): string {
  return differing(before, after)
    .map((field) => `${LABEL[field]}由“${inWords(before, field)}”改为“${inWords(after, field)}”`)
    .join("；");
}
