import { act, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Clock } from "../../gen/wire";
import { learnNow, readTimerState } from "../../api/now";
import { ClockCountdown, computeClockDisplay, describeClock } from "./countdown";

const START = Date.UTC(2026, 10, 23, 2, 0);
const MINUTE = 60_000;

const running: Clock = {
  kind: "hand_over",
  start: START,
  target: null,
  limit: START + 10 * MINUTE,
  original: null,
  ended_at: null,
  state: "running",
  why: "hotline_ten_minutes",
  binding: true,
  task: null,
  broken: false,
};

describe("a clock", () => {
  it("is in time exactly at its limit and overdue a millisecond later", () => {
    const limit = START + 10 * MINUTE;
    expect(computeClockDisplay(running, limit)).toBe("soon");
    expect(computeClockDisplay(running, limit + 1)).toBe("breached");
    expect(describeClock(running, limit + 90_000)).toBe("超时 1 分 30 秒");
  });

  it("warns when a fifth is left, half an hour at most", () => {
    expect(computeClockDisplay(running, START + 8 * MINUTE - 1)).toBe("running");
    expect(computeClockDisplay(running, START + 8 * MINUTE)).toBe("soon");
    const day = { ...running, limit: START + 24 * 60 * MINUTE };
    expect(computeClockDisplay(day, START + 23 * 60 * MINUTE)).toBe("running");
    expect(computeClockDisplay(day, START + 23.5 * 60 * MINUTE)).toBe("soon");
  });

  it("keeps the verdict of one that has ended, whatever the time is", () => {
    const late: Clock = { ...running, state: "late", ended_at: START + 12 * MINUTE };
    expect(describeClock(late, START + 1000 * MINUTE)).toBe("逾时 2 分 00 秒完成");
    expect(describeClock({ ...running, state: "met", ended_at: START }, START + 1000 * MINUTE)).toBe("按时");
    expect(describeClock({ ...running, state: "met_entered_late", ended_at: START }, START + 1000 * MINUTE)).toBe("按时（补录）");
    expect(describeClock({ ...running, state: "waived_entered_late", ended_at: START }, START + 1000 * MINUTE)).toBe("不计时（补录）");
  });

  it("says that its limit was moved by what was recorded late, until that is missed too", () => {
    const moved: Clock = { ...running, state: "running_entered_late" };
    expect([computeClockDisplay(moved, START), describeClock(moved, START)]).toEqual(["running", "剩 10 分 00 秒（补录）"]);
    expect(computeClockDisplay(moved, START + 9 * MINUTE)).toBe("soon");
    expect(describeClock(moved, START + 10 * MINUTE + 90_000)).toBe("超时 1 分 30 秒");
  });
});

describe("counting down", () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: START });
    learnNow(START);
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("goes on every second, all from one timer that stops with the last clock", () => {
    const { unmount } = render(
      <>
        <ClockCountdown clock={running} />
        <ClockCountdown clock={{ ...running, limit: START + 20 * MINUTE }} />
      </>,
    );
    expect(screen.getByText("剩 10 分 00 秒")).toBeTruthy();
    expect(vi.getTimerCount()).toBe(1);
    act(() => vi.advanceTimersByTime(61_000));
    expect(screen.getByText("剩 8 分 59 秒")).toBeTruthy();
    expect(screen.getByText("剩 18 分 59 秒")).toBeTruthy();
    act(() => vi.advanceTimersByTime(10 * MINUTE));
    expect(screen.getByText(/^超时 1 分/)).toBeTruthy();
    unmount();
    expect(readTimerState()).toEqual({ watchers: 0, running: false });
  });

  it("is right at the first second after the computer has slept", () => {
    render(<ClockCountdown clock={running} />);
    // No timer runs meanwhile.
    vi.setSystemTime(START + 7 * MINUTE);
    act(() => vi.advanceTimersByTime(1000));
    expect(screen.getByText("剩 2 分 59 秒")).toBeTruthy();
  });

  it("follows the program's clock, not the computer's", () => {
    learnNow(START + 5 * MINUTE);
    render(<ClockCountdown clock={running} />);
    expect(screen.getByText("剩 5 分 00 秒")).toBeTruthy();
  });
});
