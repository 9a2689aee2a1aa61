import { expect, it } from "vitest";
import { isTicketNumberPart, parseQuickFind, toTicketAddress, mergeMatches } from "./quick-find-query";

it("takes a word before digits for a step", () => {
  expect(parseQuickFind("到 0012")).toEqual({ text: "0012", steps: ["arrive"] });
  expect(parseQuickFind("到场 0012").steps).toEqual(["arrive", "valve_arrive"]);
  expect(parseQuickFind("派工0012").steps).toEqual(["assign"]);
  expect(parseQuickFind("回复 WX2611240012")).toMatchObject({ text: "WX2611240012", steps: ["reply", "reply_search", "reply_results"] });
});

it("looks for everything else as it was typed", () => {
  expect(parseQuickFind(" 0012 ")).toEqual({ text: "0012", steps: [] });
  expect(parseQuickFind("张三")).toEqual({ text: "张三", steps: [] });
  // A community with a number is no step.
  expect(parseQuickFind("花园 12")).toEqual({ text: "花园 12", steps: [] });
  expect(parseQuickFind("到 1")).toEqual({ text: "到 1", steps: [] });
});

it("leads to the ticket, with the form where one is meant", () => {
  expect(toTicketAddress(7, [])).toBe("/ticket/7");
  expect(toTicketAddress(7, ["arrive", "valve_arrive"])).toBe("/ticket/7?step=arrive&step=valve_arrive");
});

it("puts the tickets whose number was said first, each once", () => {
  const rows = (...ids: number[]) => ids.map((id) => ({ id }));
  expect(mergeMatches(rows(3, 1), rows(9, 8, 3, 2, 1), 4)).toEqual(rows(3, 1, 9, 8));
  expect(mergeMatches([], rows(9, 8), 4)).toEqual(rows(9, 8));
});

it("takes letters and digits alone for the end of a number", () => {
  expect(["0012", "WX2611280003", "wx26"].every(isTicketNumberPart)).toBe(true);
  expect(["漏水", "花园 12", "12-3", ""].some(isTicketNumberPart)).toBe(false);
});
