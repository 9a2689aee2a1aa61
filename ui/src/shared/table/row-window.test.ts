import { describe, expect, it } from "vitest";
import { moveIndex, computeScrollTop, computeRowRange } from "./row-window";

const sight = (top: number) => ({ top, height: 400, row: 40 });

describe("the rows that are drawn", () => {
  it("are those in sight and some beside them, however many there are", () => {
    for (const top of [0, 39, 4_000, 39_999_600]) {
      const { from, to } = computeRowRange(sight(top), 1_000_000);
      expect(from * 40).toBeLessThanOrEqual(top);
      expect(to * 40).toBeGreaterThanOrEqual(top + 400);
      expect(to - from).toBeLessThan(50);
    }
  });

  it("are never others than there are", () => {
    expect(computeRowRange(sight(0), 3)).toEqual({ from: 0, to: 3 });
    expect(computeRowRange(sight(0), 0)).toEqual({ from: 0, to: 0 });
    // It became shorter while it was scrolled far down.
    const { from, to } = computeRowRange(sight(40_000), 20);
    expect(from).toBeLessThanOrEqual(to);
    expect(to).toBe(20);
  });

  it("stay the same for a line or two", () => {
    expect(computeRowRange(sight(4_010), 1000)).toEqual(computeRowRange(sight(4_030), 1000));
  });
});

describe("a row", () => {
  it("is scrolled to only as far as is needed, and not under the heads", () => {
    expect(computeScrollTop(sight(400), 12, 40)).toBe(400);
    expect(computeScrollTop(sight(400), 5, 40)).toBe(200);
    expect(computeScrollTop(sight(0), 20, 40)).toBe(800 - (400 - 40 - 40));
  });

  it("follows the keys, and stays within the list", () => {
    const to = (key: string, at: number) => moveIndex(key, at, 100, 10);
    expect([to("ArrowDown", 5), to("ArrowUp", 0), to("PageDown", 95), to("PageUp", 15), to("Home", 50), to("End", 50)]).toEqual([6, 0, 99, 5, 0, 99]);
    expect(to("a", 5)).toBeNull();
    expect(moveIndex("ArrowDown", 0, 0, 10)).toBeNull();
  });
});
