import { describe, expect, it } from "vitest";
import type { WorkingCalendar } from "../../gen/wire";
import { toCalendar, toCalendarFormValues } from "./calendar-form";
import { findDayKind, listWorkingHours, isWorkingTime } from "./working-hours";
import { readDay, readDays, readIntervals, writeDays, writeIntervals } from "./timetable";

const shipped: WorkingCalendar = {
  timetables: [
    {
      effective_from: "2000-01-01",
      summer_from: 501,
      summer_to: 930,
      summer: [{ from: 510, to: 720 }, { from: 840, to: 1080 }],
      winter: [{ from: 510, to: 720 }, { from: 810, to: 1050 }],
      weekdays: [1, 2, 3, 4, 5],
    },
  ],
  years: [{ year: 2026, off: ["2026-10-01", "2026-10-02", "2026-10-05"], working: ["2026-10-10"] }],
};

describe("the calendar as people write it", () => {
  it("is read as it was written", () => {
    expect(toCalendar(toCalendarFormValues(shipped))).toEqual(shipped);
    expect(writeIntervals(shipped.timetables[0]?.summer ?? [])).toBe("08:30-12:00 14:00-18:00");
    expect(writeDays(["2026-10-01", "2026-10-02", "2026-10-05"])).toBe("10-01~10-02 10-05");
  });

  it("takes Chinese punctuation and full dates", () => {
    expect(readIntervals("8：30—12：00，14:00至18:00")).toEqual([{ from: 510, to: 720 }, { from: 840, to: 1080 }]);
    expect(readDays("2026-02-15～02-17、01-01", 2026)).toEqual(["2026-01-01", "2026-02-15", "2026-02-16", "2026-02-17"]);
    expect(readDay("9-30")).toBe(930);
  });

  it("refuses what is no day and no time", () => {
    expect(readDays("02-30", 2026)).toBeNull();
    expect(readDays("2025-01-01", 2026)).toBeNull();
    expect(readDays("10-07~10-01", 2026)).toBeNull();
    expect(readIntervals("早上到中午")).toBeNull();
    expect(readIntervals("08:75-12:00")).toBeNull();
  });
});

describe("the hint on working hours", () => {
  const at = (text: string) => Date.parse(`${text}+08:00`);
  it("gives an edge to the later side and knows holidays and moved days", () => {
    expect(isWorkingTime(shipped, at("2026-11-23T17:29:59"))).toBe(true);
    expect(isWorkingTime(shipped, at("2026-11-23T17:30:00"))).toBe(false);
    expect(isWorkingTime(shipped, at("2026-07-01T17:45:00"))).toBe(true);
    expect(isWorkingTime(shipped, at("2026-11-23T02:10:00"))).toBe(false);
    expect(isWorkingTime(shipped, at("2026-10-01T10:00:00"))).toBe(false);
    expect(isWorkingTime(shipped, at("2026-10-10T10:00:00"))).toBe(true);
    expect(isWorkingTime(shipped, at("2026-11-22T10:00:00"))).toBe(false);
  });

  it("says of a day what it is and which hours are worked on it", () => {
    expect(["2026-11-23", "2026-11-22", "2026-10-01", "2026-10-10"].map((date) => findDayKind(shipped, date))).toEqual(["plain", "weekend", "off", "moved"]);
    expect(listWorkingHours(shipped, "2026-11-22")).toEqual([]);
    expect(listWorkingHours(shipped, "2026-10-10")).toEqual(listWorkingHours(shipped, "2026-11-23"));
    expect(listWorkingHours(shipped, "2026-07-01")[1]).toEqual({ from: 840, to: 1080 });
  });
});
