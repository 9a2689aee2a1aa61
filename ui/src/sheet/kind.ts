// What can be imported from the office's sheets: its words, its columns, and the calls that do it.
import type { Area, CustomerSheet, CustomerSheetChecked, CustomerSheetImport, OldTicketSheet, OldTicketSheetChecked, OldTicketSheetImport, SheetField } from "../gen/wire";
import type { Columns, Lack } from "./mapping";

/** What every sheet is asked with. */
export type Base = Pick<CustomerSheet & OldTicketSheet, "file" | "sheet" | "head" | "columns">;
export type Sheet = CustomerSheet | OldTicketSheet;
export type Import = CustomerSheetImport | OldTicketSheetImport;
export type Brought = CustomerSheetChecked | OldTicketSheetChecked;

/** What is chosen beside the columns; each kind takes what it knows. */
export interface Options {
  area: Area;
  phones_inside: boolean;
  update: boolean;
  ledger: string;
}

export interface Kind {
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
  missing: (columns: Columns) => Lack | null;
  request: (base: Base, options: Options) => Sheet;
  /** How many would be written. */
  many: (brought: Brought, options: Options) => number;
  counts: (brought: Brought, options: Options) => string;
}
