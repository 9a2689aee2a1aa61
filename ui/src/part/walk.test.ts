import { describe, expect, it } from "vitest";
import { walk } from "./walk";

describe("the arrows", () => {
  const counts = [2, 0, 3, 1];

  it("go from card to card and end at the ends", () => {
    expect(walk(counts, { column: 0, card: 0 }, "ArrowDown")).toEqual({ column: 0, card: 1 });
    expect(walk(counts, { column: 0, card: 1 }, "ArrowDown")).toBeNull();
    expect(walk(counts, { column: 0, card: 0 }, "ArrowUp")).toBeNull();
    expect(walk(counts, { column: 2, card: 0 }, "End")).toEqual({ column: 2, card: 2 });
    expect(walk(counts, { column: 2, card: 2 }, "Home")).toEqual({ column: 2, card: 0 });
  });

  it("step over an empty column and stay at the same height where they can", () => {
    expect(walk(counts, { column: 0, card: 1 }, "ArrowRight")).toEqual({ column: 2, card: 1 });
    expect(walk(counts, { column: 2, card: 2 }, "ArrowRight")).toEqual({ column: 3, card: 0 });
    expect(walk(counts, { column: 2, card: 2 }, "ArrowLeft")).toEqual({ column: 0, card: 1 });
    expect(walk(counts, { column: 3, card: 0 }, "ArrowRight")).toBeNull();
    expect(walk(counts, { column: 0, card: 0 }, "ArrowLeft")).toBeNull();
    expect(walk(counts, { column: 0, card: 0 }, "a")).toBeNull();
  });
});
