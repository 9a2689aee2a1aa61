import { describe, expect, it, vi } from "vitest";
import { findListPosition, readNextTicket, setOriginList } from "./origin-list";

describe("the list somebody came from", () => {
  const list = { ids: [7, 3, 9], further: null };

  it("says where a ticket stands and which are beside it", () => {
    expect(findListPosition(list, 3)).toEqual({ at: 2, of: 3, more: false, previous: 7, next: 9 });
    expect(findListPosition(list, 7)).toMatchObject({ at: 1, previous: null, next: 3 });
    expect(findListPosition(list, 9)).toMatchObject({ next: null });
    expect(findListPosition(list, 4)).toBeNull();
  });

  it("is read on at its end, once for each page", async () => {
    const read = vi
      .fn()
      .mockResolvedValueOnce({ ids: [9, 12], next: "b" })
      .mockResolvedValueOnce({ ids: [15], next: null });
    setOriginList(list.ids, { after: "a", read });
    expect(await readNextTicket(9)).toBe(12);
    expect(await readNextTicket(12)).toBe(15);
    expect(await readNextTicket(15)).toBeNull();
    expect(read.mock.calls).toEqual([["a"], ["b"]]);
  });

  it("is not mixed with another that was shown meanwhile", async () => {
    let answer: (page: { ids: number[]; next: null }) => void = () => undefined;
    setOriginList([1], { after: "a", read: () => new Promise((done) => (answer = done)) });
    const waiting = readNextTicket(1);
    setOriginList([1, 5]);
    answer({ ids: [2], next: null });
    expect(await waiting).toBe(5);
  });
});
