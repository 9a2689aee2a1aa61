import { describe, expect, it, vi } from "vitest";
import { placeOf, readOn, setAround } from "./around";

describe("the list somebody came from", () => {
  const list = { ids: [7, 3, 9], further: null };

  it("says where a ticket stands and which are beside it", () => {
    expect(placeOf(list, 3)).toEqual({ at: 2, of: 3, more: false, previous: 7, next: 9 });
    expect(placeOf(list, 7)).toMatchObject({ at: 1, previous: null, next: 3 });
    expect(placeOf(list, 9)).toMatchObject({ next: null });
    expect(placeOf(list, 4)).toBeNull();
  });

  it("is read on at its end, once for each page", async () => {
    const read = vi
      .fn()
      .mockResolvedValueOnce({ ids: [9, 12], next: "b" })
      .mockResolvedValueOnce({ ids: [15], next: null });
    setAround(list.ids, { after: "a", read });
    expect(await readOn(9)).toBe(12);
    expect(await readOn(12)).toBe(15);
    expect(await readOn(15)).toBeNull();
    expect(read.mock.calls).toEqual([["a"], ["b"]]);
  });

  it("is not mixed with another that was shown meanwhile", async () => {
    let answer: (page: { ids: number[]; next: null }) => void = () => undefined;
    setAround([1], { after: "a", read: () => new Promise((done) => (answer = done)) });
    const waiting = readOn(1);
    setAround([1, 5]);
    answer({ ids: [2], next: null });
    expect(await waiting).toBe(5);
  });
});
