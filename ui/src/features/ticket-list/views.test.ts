import { describe, expect, it } from "vitest";
import { formatCappedCount } from "./view-tabs";
import { BUILT_IN_VIEWS, findActiveView, listSavedViews, putOwnView } from "./views";

const mine = { name: "城区", address: "area=urban&open=1", columns: [] };
const shared = { name: "维修", address: "service=repair", columns: [], by: "演示主管", at: 1, own: false };

describe("views", () => {
  it("stand in one row: the program's, those of everybody, one's own; broken ones are left out", () => {
    const all = listSavedViews([shared], [mine, { name: 3 }, null]);
    expect(all.map(({ name }) => name)).toEqual([...BUILT_IN_VIEWS.map(({ name }) => name), "维修", "城区"]);
    expect(all.at(-1)).toMatchObject({ key: "mine/城区", own: true });
    expect(all.at(-2)).toMatchObject({ key: "shared/维修", own: false, by: "演示主管" });
  });

  it("are known by their filters, in whatever order these stand", () => {
    const all = listSavedViews([shared], [mine]);
    expect(findActiveView(all, new URLSearchParams("open=1&area=urban"))?.name).toBe("城区");
    expect(findActiveView(all, new URLSearchParams(""))?.name).toBe("全部");
    expect(findActiveView(all, new URLSearchParams("open=1&area=rural"))).toBeNull();
  });

  it("of one name are one view; a renamed one stays where it was", () => {
    const other = { ...mine, name: "乡村" };
    expect(putOwnView([mine, other], { ...mine, address: "x=1" })).toEqual([{ ...mine, address: "x=1" }, other]);
    expect(putOwnView([mine, other], { ...mine, name: "市区" }, "城区").map(({ name }) => name)).toEqual(["市区", "乡村"]);
    expect(putOwnView([mine], other).map(({ name }) => name)).toEqual(["城区", "乡村"]);
  });

  it("say how many they find, as far as that was counted", () => {
    expect([formatCappedCount(undefined, 1000), formatCappedCount(0, 1000), formatCappedCount(999, 1000), formatCappedCount(1000, 1000)]).toEqual([null, "0", "999", "999+"]);
  });
});
