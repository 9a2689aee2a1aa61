import { describe, expect, it } from "vitest";
import { formatTimeOfDay, formatDay, fromPicker, formatMoment, formatMomentWithSeconds, formatShortMoment, formatDuration, toPicker } from "./shanghai";

const NIGHT = Date.UTC(2026, 10, 22, 18, 10, 5); // 2026-11-23 02:10:05 in Shanghai

describe("Shanghai time", () => {
  it("is eight hours ahead, also across midnight", () => {
    expect([formatDay(NIGHT), formatTimeOfDay(NIGHT), formatMoment(NIGHT), formatMomentWithSeconds(NIGHT)]).toEqual([
      "2026-11-23",
      "02:10",
      "2026-11-23 02:10",
      "2026-11-23 02:10:05",
    ]);
    expect(formatMoment(Date.UTC(2026, 11, 31, 16))).toBe("2027-01-01 00:00");
  });

  it("agrees with the zone's own table from 2000 on", () => {
    const zone = new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Shanghai", dateStyle: "short", timeStyle: "short" });
    for (let at = Date.UTC(2000, 0, 1); at < Date.UTC(2100, 0, 1); at += 61 * 86_400_000 + 3_723_000) {
      expect(formatMoment(at)).toBe(zone.format(at));
    }
  });

  it("goes through the picker and back unchanged", () => {
    expect(toPicker(NIGHT).format("YYYY-MM-DD HH:mm:ss")).toBe("2026-11-23 02:10:05");
    expect(fromPicker(toPicker(NIGHT))).toBe(NIGHT);
  });

  it("leaves out of a date what today tells", () => {
    expect(formatShortMoment(NIGHT, NIGHT + 60_000)).toBe("02:10");
    expect(formatShortMoment(NIGHT, NIGHT + 86_400_000)).toBe("11-23 02:10");
    expect(formatShortMoment(NIGHT, Date.UTC(2027, 5, 1))).toBe("2026-11-23 02:10");
  });

  it("says a span in words", () => {
    expect(formatDuration(9 * 60_000 + 3_999)).toBe("9 分 03 秒");
    expect(formatDuration(65 * 60_000)).toBe("1 小时 05 分");
    expect(formatDuration(-50 * 3_600_000)).toBe("2 天 2 小时");
  });
});
