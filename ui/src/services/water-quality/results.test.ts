import { describe, expect, it } from "vitest";
import type { TicketView } from "../../gen/wire";
import { toStepDetails, buildInitialValues, resolveTypedTime } from "../by-service/step-values";
import { toEnteredResults, describeResults, parsePastedColumn, spreadColumn, toTypedValue } from "./results";

describe("results of a water test", () => {
  it("are sent where something was filled in, each with its own unit", () => {
    expect(toEnteredResults({ iron: " <0.05 ", ph: "7.2", zinc: "", copper: undefined }, { iron: "mg/L", ph: "" })).toEqual([
      { parameter: "iron", value: "<0.05", unit: "mg/L" },
      { parameter: "ph", value: "7.2", unit: "" },
    ]);
  });

  it("are read from a column of a sheet, the last column holding the values", () => {
    expect(parsePastedColumn("5\r\n0.3\r\n未检出\r\n")).toEqual(["5", "0.3", "未检出"]);
    expect(parsePastedColumn("色度\t5\n浑浊度\t0.3\n")).toEqual(["5", "0.3"]);
  });

  it("pasted over what was typed leave it where a cell is empty, and say how many have no place", () => {
    expect(spreadColumn(["5", "", "0.1", "7", ""], ["a", "b", "c", "d"], 1)).toEqual({
      filled: [
        ["b", "5"],
        ["d", "0.1"],
      ],
      over: 1,
    });
    expect(spreadColumn(["5", "", ""], ["a"], 0)).toEqual({ filled: [["a", "5"]], over: 0 });
  });

  it("begin as they were typed when they are replaced", () => {
    expect([toTypedValue({ is: "below", amount: "0.01" }), toTypedValue({ is: "none" })]).toEqual(["<0.01", "未检出"]);
  });

  it("carry no fields of the form alone", () => {
    const sent = toStepDetails("enter_results", { values: { iron: "0.1" }, units: { iron: "mg/L" }, analyst: "化验员" });
    expect(JSON.parse(JSON.stringify(sent))).toEqual({
      values: [{ parameter: "iron", value: "0.1", unit: "mg/L" }],
      analyst: "化验员",
    });
  });
});

describe("the outcome of results", () => {
  const value = (zh: string, verdict: string) => ({ parameter: { zh }, verdict });
  const view = (...values: object[]) =>
    ({ ticket: { case: { kind: "water_quality", results: [{ details: { values } }] } } }) as unknown as TicketView;

  it("is said at once, with what failed", () => {
    expect(describeResults("enter_results", view(value("铁", "fail"), value("锰", "pass")))).toBe("，结论：不合格（铁）");
    expect(describeResults("enter_results", view(value("锰", "pass")))).toBe("，结论：合格");
    expect(describeResults("note", view(value("锰", "pass")))).toBe("");
  });
});

describe("a form that asks for evidence", () => {
  const view = {
    ticket: { open: { name: "演示用户", asked: { kind: "reminder" } }, case: { kind: "reminder" } },
  } as unknown as TicketView;

  it("begins with no answer that nobody gave", () => {
    expect(buildInitialValues("consent", view)).toEqual({ given_by: "演示用户" });
    expect(buildInitialValues("tell", view)).toEqual({ told: "演示用户" });
    expect(buildInitialValues("receive_sample", view)).toEqual({});
  });
});

describe("a minute that was typed", () => {
  it("is not before the step that lies in the same minute", () => {
    const last = Date.UTC(2026, 10, 23, 2, 30, 40);
    const minute = Date.UTC(2026, 10, 23, 2, 30);
    expect([resolveTypedTime(minute, last), resolveTypedTime(minute - 60_000, last), resolveTypedTime(null, last)]).toEqual([last, minute - 60_000, null]);
    expect(resolveTypedTime(last + 5, last)).toBe(last + 5);
  });
});

describe("a step's details", () => {
  it("leave out what belongs to another finding", () => {
    const typed = { finding: "undetermined", meter_side: "after", determined_by: "某人", searchers: [] };
    expect(toStepDetails("search", typed)).toMatchObject({ meter_side: null, determined_by: "" });
  });

  it("begin the checklist with every rule unanswered", () => {
    const view = { ticket: { open: { name: "", asked: { kind: "repair" } }, case: { kind: "repair" } } } as unknown as TicketView;
    const { checklist } = buildInitialValues("hold_event", view) as { checklist: { kept?: boolean }[] };
    expect(checklist).toHaveLength(10);
    expect(checklist.every(({ kept }) => kept === undefined)).toBe(true);
  });
});
