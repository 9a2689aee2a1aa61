import { describe, expect, it } from "vitest";
import { addDays, parseAgendaSearch, shiftDate, listShownDays, startOfDay, formatAgendaTitle } from "./agenda-range";

const NOW = Date.UTC(2026, 10, 22, 18, 10); // 2026-11-23 02:10 in Shanghai

describe("spans of days", () => {
  it("are a day, a week from Monday, a month in whole weeks", () => {
    expect(listShownDays("day", "2026-11-25")).toEqual(["2026-11-25"]);
    const week = listShownDays("week", "2026-11-29");
    expect([week[0], week[6], week.length]).toEqual(["2026-11-23", "2026-11-29", 7]);
    const month = listShownDays("month", "2026-11-25");
    expect([month[0], month.at(-1), month.length]).toEqual(["2026-10-26", "2026-12-06", 42]);
    // One that begins on a Monday and has four weeks.
    expect(listShownDays("month", "2027-02-10")).toHaveLength(28);
    expect(listShownDays("month", "2026-02-10").length).toBe(35);
    for (let month = 1; month <= 12; month += 1) expect(listShownDays("month", `2026-${String(month).padStart(2, "0")}-15`).length).toBeLessThanOrEqual(42);
  });

  it("are followed by the next of their kind", () => {
    expect(shiftDate("day", "2026-12-31", 1)).toBe("2027-01-01");
    expect(shiftDate("week", "2026-11-25", -1)).toBe("2026-11-18");
    expect(shiftDate("month", "2026-03-31", -1)).toBe("2026-02-28");
    expect(shiftDate("month", "2026-12-15", 1)).toBe("2027-01-15");
    expect(addDays("2028-02-28", 1)).toBe("2028-02-29");
  });

  it("are said in words", () => {
    expect(formatAgendaTitle("day", "2026-11-23")).toBe("2026年11月23日 周一");
    expect(formatAgendaTitle("week", "2026-11-25")).toBe("2026年11月23日—11月29日");
    expect(formatAgendaTitle("week", "2026-12-31")).toBe("2026年12月28日—2027年1月3日");
    expect(formatAgendaTitle("month", "2026-11-25")).toBe("2026年11月");
  });

  it("begin at midnight in Shanghai", () => {
    expect(startOfDay("2026-11-23")).toBe(Date.UTC(2026, 10, 22, 16));
  });
});

it("the address is read, and what it does not know is this week", () => {
  const read = (text: string) => parseAgendaSearch(new URLSearchParams(text), NOW);
  expect(read("view=month&date=2026-02-03")).toEqual({ view: "month", date: "2026-02-03" });
  expect(read("")).toEqual({ view: "week", date: "2026-11-23" });
  expect(read("view=year&date=2026-02-30")).toEqual({ view: "week", date: "2026-11-23" });
});
