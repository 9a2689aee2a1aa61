// Which column of the office's sheet says what: guessed by the program, chosen by a person.
import type { BadSheetRow, Household, SheetField, SheetPreview } from "../../gen/wire";
import { words } from "../../gen/words";
import { listChangedFields, formatHouseholdField, HOUSEHOLD_LABELS } from "../../shared/customer/household-values";

export type ColumnMapping = (SheetField | null)[];

/** These may stand in several columns: all phones are taken, the parts of an address are put together. */
const SEVERAL: readonly SheetField[] = ["phones", "address"];

/** As the program guesses. */
export const listGuessedColumns = (seen: SheetPreview): ColumnMapping => seen.columns.map(({ guess }) => guess);

/** Another meaning of a column; what only one column may say goes from the one that said it. */
export function assignColumn(columns: ColumnMapping, place: number, column: SheetField | null): ColumnMapping {
  const single = column !== null && !SEVERAL.includes(column);
  return columns.map((is, at) => (at === place ? column : single && is === column ? null : is));
}

/** What is missing among the columns, and whether nothing can be imported without it. */
export interface MissingColumns {
  text: string;
  stops: boolean;
}

/** What a column is called beside its head: A, B … Z, AA. */
export function toColumnLetter(place: number): string {
  const last = String.fromCharCode(65 + (place % 26));
  return place < 26 ? last : toColumnLetter(Math.floor(place / 26) - 1) + last;
}

/** Why a row cannot be taken. */
export function describeBadLine({ column, fault, value }: BadSheetRow["problem"]): string {
  return `${words.SheetField[column]}：${words.SheetLineFault[fault]}${value === "" ? "" : `（${value}）`}`;
}

/** What a household says otherwise than before. */
export function describeHouseholdChanges(before: Household, after: Household): string {
  return listChangedFields(before, after)
    .map((field) => `${HOUSEHOLD_LABELS[field]}由“${formatHouseholdField(before, field)}”改为“${formatHouseholdField(after, field)}”`)
    .join("；");
}
