import { describe, expect, it } from "vitest";
import { folderOf } from "../../api/platform";
import { findPageAt, stepZoom } from "./pdf-viewer";

describe("the preview", () => {
  it("says which page is in the middle", () => {
    expect([0, 900, 1000, 2100].map((middle) => findPageAt([16, 1000, 2000], middle))).toEqual([1, 1, 2, 3]);
    expect(findPageAt([], 400)).toBe(1);
  });

  it("goes a step larger or smaller, and no further than its ends", () => {
    expect([stepZoom(1, 1), stepZoom(1, -1), stepZoom(3, 1), stepZoom(0.5, -1)]).toEqual([1.25, 0.75, 3, 0.5]);
  });

  it("remembers the folder of what was saved, in the writing of either system", () => {
    expect([folderOf("D:\\工单\\a.pdf"), folderOf("D:\\a.pdf"), folderOf("/home/desk/a.pdf")]).toEqual(["D:\\工单\\", "D:\\", "/home/desk/"]);
  });
});
