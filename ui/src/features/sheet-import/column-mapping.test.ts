import { describe, expect, it } from "vitest";
import { toHousehold } from "../../shared/customer/household-values";
import { HOUSEHOLD_IMPORT } from "../customers/household-import";
import { OLD_TICKET_IMPORT } from "../past-tickets/old-ticket-import";
import { describeHouseholdChanges, assignColumn, listGuessedColumns, toColumnLetter, describeBadLine, type ColumnMapping } from "./column-mapping";

const SEEN: ColumnMapping = ["account_number", "name", "phones", null, "address"];

describe("the columns of a sheet", () => {
  it("begin with what the program guesses", () => {
    const columns = SEEN.map((guess) => ({ head: "", guess, samples: [], with_phones: 0 }));
    expect(listGuessedColumns({ sheets: [""], sheet: 0, head: { row: 1, rows: 1 }, top: [], columns, rows: 0 })).toEqual(SEEN);
  });

  it("say one thing once, but phones and parts of an address in several", () => {
    expect(assignColumn(SEEN, 3, "name")).toEqual(["account_number", null, "phones", "name", "address"]);
    expect(assignColumn(SEEN, 3, "phones")).toEqual(["account_number", "name", "phones", "phones", "address"]);
    expect(assignColumn(SEEN, 3, "address")).toEqual(["account_number", "name", "phones", "address", "address"]);
    expect(assignColumn(SEEN, 0, null)).toEqual([null, "name", "phones", null, "address"]);
  });

  it("need an account number, and a name and an address for a new household", () => {
    expect(HOUSEHOLD_IMPORT.missing(SEEN)).toBeNull();
    expect(HOUSEHOLD_IMPORT.missing([null, "name"])).toMatchObject({ stops: true });
    expect(HOUSEHOLD_IMPORT.missing(["account_number", "phones"])).toEqual({ text: "没有“用户姓名”和“详细地址”列：只能更新已有档案的用户，不能新增用户。", stops: false });
  });

  it("of old tickets need a number and a time, and something that leads to a household", () => {
    expect(OLD_TICKET_IMPORT.missing(["old_number", "reported_at", "phones"])).toBeNull();
    expect(OLD_TICKET_IMPORT.missing(["description"])).toEqual({ text: "请先选定哪一列是“旧编号”、哪一列是“受理时间”。", stops: true });
    expect(OLD_TICKET_IMPORT.missing(["old_number"])).toEqual({ text: "请先选定哪一列是“受理时间”。", stops: true });
    expect(OLD_TICKET_IMPORT.missing(["old_number", "reported_at"])).toMatchObject({ stops: false });
  });

  it("are called as the office's program calls them", () => {
    expect([0, 25, 26, 51, 52, 701, 702].map(toColumnLetter)).toEqual(["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
  });
});

it("a reason is a sentence", () => {
  expect(describeBadLine({ column: "phones", fault: "bad_phone", value: "12" })).toBe("联系电话：不是电话号码，须为 5 至 20 位数字（12）");
  expect(describeBadLine({ column: "name", fault: "missing", value: "" })).toBe("用户姓名：没有填写");
});

it("a change names what was and what will be", () => {
  const before = { ...toHousehold({}), name: "甲", phones: ["12000000001"] };
  expect(describeHouseholdChanges(before, { ...before, phones: [] })).toBe("联系电话由“12000000001”改为“无”");
});
