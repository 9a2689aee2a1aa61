// What can be imported from the office's sheets: its words, its columns, and the calls that do it.
import type { AddressArea, CustomerSheet, CustomerSheetChecked, CustomerSheetImport, OldTicketSheet, OldTicketSheetChecked, OldTicketSheetImport, SheetField } from "../../gen/wire";
import type { ColumnMapping, MissingColumns } from "./column-mapping";

/** What every sheet is asked with. */
export type SheetRequestBase = Pick<CustomerSheet & OldTicketSheet, "file" | "sheet" | "head" | "columns">;
export type ImportSheet = CustomerSheet | OldTicketSheet;
export type ImportRequest = CustomerSheetImport | OldTicketSheetImport;
export type ImportOutcome = CustomerSheetChecked | OldTicketSheetChecked;

/** What is chosen beside the columns; each kind takes what it knows. */
export interface ImportOptions {
  area: AddressArea;
  phones_inside: boolean;
  update: boolean;
  ledger: string;
}

export interface ImportKind {
  name: "customer" | "old_ticket";
  /** 用户档案. */
  what: string;
  /** What one of them is counted in. */
  unit: string;
  /** What its columns may say, in the order of the blank sheet. */
  fields: readonly SheetField[];
  /** What is to be known about the columns. */
  hint: string;
  /** What the same sheet twice does. */
  twice: string;
  missing: (columns: ColumnMapping) => MissingColumns | null;
  request: (base: SheetRequestBase, options: ImportOptions) => ImportSheet;
  /** How many would be written. */
  many: (brought: ImportOutcome, options: ImportOptions) => number;
  counts: (brought: ImportOutcome, options: ImportOptions) => string;
}
