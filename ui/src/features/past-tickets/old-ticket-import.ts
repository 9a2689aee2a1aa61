// 导入旧工单: old tickets from the office's sheet.
import { words } from "../../gen/words";
import type { ImportKind } from "../sheet-import";

export const OLD_TICKET_IMPORT: ImportKind = {
  name: "old_ticket",
  what: "旧工单",
  unit: "张",
  fields: ["old_number", "reported_at", "category", "account_number", "name", "phones", "address", "description", "result", "finished_at", "handler"],
  hint: "电话和地址可以分在几列。旧工单只供查阅，不计入统计，导入后不能修改。",
  twice: "同一份表格导入两次，不会重复登记。",
  missing: (columns) => {
    const lacks = (["old_number", "reported_at"] as const).filter((column) => !columns.includes(column));
    if (lacks.length > 0) return { text: `请先选定哪一列是${lacks.map((column) => `“${words.SheetField[column]}”`).join("、哪一列是")}。`, stops: true };
    if ((["account_number", "phones", "address"] as const).some((column) => columns.includes(column))) return null;
    return { text: "没有“户号”“联系电话”或“详细地址”列：这些旧工单不会归入任何一户。", stops: false };
  },
  request: (base, { phones_inside, ledger }) => ({ ...base, phones_inside, ledger }),
  many: ({ added }) => added,
  counts: ({ added, unchanged }) => `新增 ${added} 张，已有 ${unchanged} 张`,
};
