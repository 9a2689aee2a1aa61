import { describe, expect, it } from "vitest";
import { moveIndex } from "./move-index";

describe("a row", () => {
  it("follows the keys, and stays within the list", () => {
    const to = (key: string, at: number) => moveIndex(key, at, 100, 10);
    expect([to("ArrowDown", 5), to("ArrowUp", 0), to("PageDown", 95), to("PageUp", 15), to("Home", 50), to("End", 50)]).toEqual([6, 0, 99, 5, 0, 99]);
    expect(to("a", 5)).toBeNull();
    expect(moveIndex("ArrowDown", 0, 0, 10)).toBeNull();
  });
});
