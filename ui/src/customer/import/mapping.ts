// Which column of the office's sheet says what: guessed by the program, chosen by a person, and what is still missing.
import type { BadLine, CustomerColumn, CustomerSheetSeen, Household } from "../../gen/wire";
import { words } from "../../gen/words";
import { differing, inWords, LABEL } from "../typed";

export type Columns = (CustomerColumn | null)[];

/** These may stand in several columns: all phones are taken, the parts of an address are put together. */
const SEVERAL: readonly CustomerColumn[] = ["phones", "address"];

/** As the program guesses. */
export const guessed = (seen: CustomerSheetSeen): Columns => seen.columns.map(({ guess }) => guess);

/** Another meaning of a column; what only one column may say goes from the one that said it. */
export function choose(columns: Columns, place: number, column: CustomerColumn | null): Columns {
  const single = column !== null && !SEVERAL.includes(column);
  return columns.map((is, at) => (at === place ? column : single && is === column ? null : is));
}

/** Without these nothing can be imported, or no new household; `null` if there is all. */
export function missing(columns: Columns): { text: string; stops: boolean } | null {
  if (!columns.includes("account_number")) return { text: "请先选定哪一列是“户号”。户号用来辨认是否已有档案。", stops: true };
  const lacks = (["name", "address"] as const).filter((column) => !columns.includes(column));
  if (lacks.length === 0) return null;
  const names = lacks.map((column) => `“${words.CustomerColumn[column]}”`).join("和");
  return { text: `没有${names}列：只能更新已有档案的用户，不能新增用户。`, stops: false };
}

/** What a column is called beside its head: A, B … Z, AA. */
export function letter(place: number): string {
  const last = String.fromCharCode(65 + (place % 26));
  return place < 26 ? last : letter(Math.floor(place / 26) - 1) + last;
}

/** Why a row cannot be taken. */
export function reason({ column, fault, value }: BadLine["problem"]): string {
  return `${words.CustomerColumn[column]}：${words.LineFault[fault]}${value === "" ? "" : `（${value}）`}`;
}

/** What a household says otherwise than before. */
export function changes(before: Household, after: Household): string {
  return differing(before, after)
    .map((field) => `${LABEL[field]}由“${inWords(before, field)}”改为“${inWords(after, field)}”`)
    .join("；");
}
