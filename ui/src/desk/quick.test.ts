import { expect, it } from "vitest";
import { meant, numbered, ticketAt } from "./quick";

it("takes a word before digits for a step", () => {
  expect(meant("到 0012")).toEqual({ text: "0012", steps: ["arrive"] });
  expect(meant("到场 0012").steps).toEqual(["arrive", "valve_arrive"]);
  expect(meant("派工0012").steps).toEqual(["assign"]);
  expect(meant("回复 WX2611240012")).toMatchObject({ text: "WX2611240012", steps: ["reply", "reply_search", "reply_results"] });
});

it("looks for everything else as it was typed", () => {
  expect(meant(" 0012 ")).toEqual({ text: "0012", steps: [] });
  expect(meant("张三")).toEqual({ text: "张三", steps: [] });
  // A community with a number is no step.
  expect(meant("花园 12")).toEqual({ text: "花园 12", steps: [] });
  expect(meant("到 1")).toEqual({ text: "到 1", steps: [] });
});

it("leads to the ticket, with the form where one is meant", () => {
  expect(ticketAt(7, [])).toBe("/ticket/7");
  expect(ticketAt(7, ["arrive", "valve_arrive"])).toBe("/ticket/7?step=arrive&step=valve_arrive");
});

it("puts the ticket whose number was said before one whose household has the digits", () => {
  const rows = ["WX2611280008", "WX2611280003", "SZ2611270003"].map((number) => ({ number }));
  expect(numbered(rows, "0003").map(({ number }) => number)).toEqual(["WX2611280003", "SZ2611270003", "WX2611280008"]);
  expect(numbered(rows, "wx2611280003")[0]?.number).toBe("WX2611280003");
  expect(numbered(rows, "漏水")).toEqual(rows);
});
