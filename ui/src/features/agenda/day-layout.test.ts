import { describe, expect, it } from "vitest";
import { formatDay } from "../../shared/time/shanghai";
import { groupByDay, placeDayEntries } from "./day-layout";
import { startOfDay } from "./agenda-range";

const START = startOfDay("2026-11-23");
const at = (hour: number, minute = 0) => START + (hour * 60 + minute) * 60_000;
const entry = (name: string, from: number) => ({ name, at: from });
const lanes = (...entries: ReturnType<typeof entry>[]) => placeDayEntries(entries, START).map(({ entry: { name }, lane, of }) => `${name} ${lane}/${of}`);

describe("entries of a day", () => {
  it("have the whole width alone, also where one begins as the other ends", () => {
    expect(lanes(entry("b", at(10)), entry("a", at(9)))).toEqual(["a 0/1", "b 0/1"]);
  });

  it("stand side by side where they overlap, and a lane that is free again is used again", () => {
    expect(lanes(entry("a", at(9)), entry("b", at(9, 30)), entry("c", at(10)), entry("d", at(13)))).toEqual(["a 0/2", "b 1/2", "c 0/2", "d 0/1"]);
    expect(lanes(entry("a", at(9)), entry("b", at(9)), entry("c", at(9)))).toEqual(["a 0/3", "b 1/3", "c 2/3"]);
  });

  it("take an hour, and end with the day", () => {
    const [plain, last] = placeDayEntries([entry("a", at(9)), entry("b", at(23, 50))], START);
    expect([plain?.from, plain?.till]).toEqual([540, 600]);
    expect([last?.from, last?.till]).toEqual([1380, 1440]);
  });
});

it("entries come by their day in Shanghai and in order", () => {
  const found = groupByDay([entry("b", at(23, 59)), entry("a", at(0)), entry("c", at(24))], ["2026-11-23", "2026-11-24"], formatDay);
  expect(found.map((those) => those.map(({ name }) => name))).toEqual([["a", "b"], ["c"]]);
});
