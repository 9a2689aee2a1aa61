// 导入用户档案: households from the office's sheet.
import { words } from "../../gen/words";
import type { ImportKind } from "../sheet-import";

export const HOUSEHOLD_IMPORT: ImportKind = {
  name: "customer",
  what: "用户档案",
  unit: "户",
  fields: ["account_number", "name", "phones", "address", "community", "area", "meter_number"],
  hint: "电话和地址可以分在几列。空白的格子不会改动已有的内容。",
  twice: "同一份表格导入两次，不会重复登记。",
  missing: (columns) => {
    if (!columns.includes("account_number")) return { text: "请先选定哪一列是“户号”。户号用来辨认是否已有档案。", stops: true };
    const lacks = (["name", "address"] as const).filter((column) => !columns.includes(column));
    if (lacks.length === 0) return null;
    const names = lacks.map((column) => `“${words.SheetField[column]}”`).join("和");
    return { text: `没有${names}列：只能更新已有档案的用户，不能新增用户。`, stops: false };
  },
  request: (base, { area, phones_inside, update }) => ({ ...base, area, phones_inside, update }),
  many: ({ added, changed }, { update }) => added + (update ? changed : 0),
  counts: ({ added, changed, unchanged }, { update }) => `新增 ${added} 户，${update ? "更新" : "有改动但不更新"} ${changed} 户，未变 ${unchanged} 户`,
};
