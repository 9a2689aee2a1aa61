import { expect, it } from "vitest";
import type { DeskState } from "../../gen/wire";
import { describeClockBehind } from "./clock-behind";

it("says both times of a clock that was set back, and nothing of one that is right", () => {
  const state = (clock_behind: number | null) => ({ clock_behind, now: Date.UTC(2026, 10, 23, 1, 0) }) as DeskState;
  expect(describeClockBehind(state(Date.UTC(2026, 10, 24, 3, 30)))).toMatch(/电脑时间（.*11-23 09:00）早于最近一条记录（.*11-24 11:30）/);
  expect(describeClockBehind(state(null))).toBeNull();
});
