import { describe, expect, it } from "vitest";
import type { TicketView } from "../../gen/wire";
import { details, initial } from "./initial";
import { entered, pasted, typedValue } from "./results";

describe("results of a water test", () => {
  it("are sent where something was filled in, each with its own unit", () => {
    expect(entered({ iron: " <0.05 ", ph: "7.2", zinc: "", copper: undefined }, { iron: "mg/L", ph: "" })).toEqual([
      { parameter: "iron", value: "<0.05", unit: "mg/L" },
      { parameter: "ph", value: "7.2", unit: "" },
    ]);
  });

  it("are read from a column of a sheet, the last column holding the values", () => {
    expect(pasted("5\r\n0.3\r\n未检出\r\n")).toEqual(["5", "0.3", "未检出"]);
    expect(pasted("色度\t5\n浑浊度\t0.3\n")).toEqual(["5", "0.3"]);
  });

  it("begin as they were typed when they are replaced", () => {
    expect([typedValue({ is: "below", amount: "0.01" }), typedValue({ is: "none" })]).toEqual(["<0.01", "未检出"]);
  });

  it("carry no fields of the form alone", () => {
    const sent = details("enter_results", { values: { iron: "0.1" }, units: { iron: "mg/L" }, analyst: "化验员" });
    expect(JSON.parse(JSON.stringify(sent))).toEqual({
      values: [{ parameter: "iron", value: "0.1", unit: "mg/L" }],
      analyst: "化验员",
      reviewer: "",
      note: "",
    });
  });
});

describe("a step's details", () => {
  it("leave out what belongs to another finding", () => {
    const typed = { finding: "undetermined", meter_side: "after", determined_by: "某人", searchers: [] };
    expect(details("search", typed)).toMatchObject({ meter_side: null, determined_by: "" });
  });

  it("begin the checklist with every rule unanswered", () => {
    const view = { ticket: { open: { name: "", asked: { kind: "repair" } }, case: { kind: "repair" } } } as unknown as TicketView;
    const { checklist } = initial("hold_event", view) as { checklist: { kept?: boolean }[] };
    expect(checklist).toHaveLength(10);
    expect(checklist.every(({ kept }) => kept === undefined)).toBe(true);
  });
});
