import { describe, expect, it } from "vitest";
import { findNextCard } from "./arrow-navigation";

describe("the arrows", () => {
  const counts = [2, 0, 3, 1];

  it("go from card to card and end at the ends", () => {
    expect(findNextCard(counts, { column: 0, card: 0 }, "ArrowDown")).toEqual({ column: 0, card: 1 });
    expect(findNextCard(counts, { column: 0, card: 1 }, "ArrowDown")).toBeNull();
    expect(findNextCard(counts, { column: 0, card: 0 }, "ArrowUp")).toBeNull();
    expect(findNextCard(counts, { column: 2, card: 0 }, "End")).toEqual({ column: 2, card: 2 });
    expect(findNextCard(counts, { column: 2, card: 2 }, "Home")).toEqual({ column: 2, card: 0 });
  });

  it("step over an empty column and stay at the same height where they can", () => {
    expect(findNextCard(counts, { column: 0, card: 1 }, "ArrowRight")).toEqual({ column: 2, card: 1 });
    expect(findNextCard(counts, { column: 2, card: 2 }, "ArrowRight")).toEqual({ column: 3, card: 0 });
    expect(findNextCard(counts, { column: 2, card: 2 }, "ArrowLeft")).toEqual({ column: 0, card: 1 });
    expect(findNextCard(counts, { column: 3, card: 0 }, "ArrowRight")).toBeNull();
    expect(findNextCard(counts, { column: 0, card: 0 }, "ArrowLeft")).toBeNull();
    expect(findNextCard(counts, { column: 0, card: 0 }, "a")).toBeNull();
  });
});
