import { describe, expect, it } from "vitest";
import { DEFAULT_COLUMNS, COLUMN_WIDTHS } from "./columns";
import { arrangeColumns, resolveColumnLayout, resizeColumn, sanitizeColumns, clampColumnWidth } from "./column-layout";
import { computeTableRoom } from "./use-ticket-columns";

describe("the columns somebody sees", () => {
  it("are the usual ones, their own, those a view brings, or their own of that view", () => {
    const kept = { shown: { "": ["number" as const, "crew" as const] } };
    expect(resolveColumnLayout({}, "", []).shown).toEqual([...DEFAULT_COLUMNS]);
    expect(resolveColumnLayout(kept, "", []).shown).toEqual(["number", "crew"]);
    expect(resolveColumnLayout(kept, "shared/a", ["number", "fault"]).shown).toEqual(["number", "fault"]);
    expect(resolveColumnLayout(kept, "shared/a", []).shown).toEqual(["number", "crew"]);
    const chosen = arrangeColumns(kept, "shared/a", ["number", "due"]);
    expect(resolveColumnLayout(chosen, "shared/a", ["number", "fault"]).shown).toEqual(["number", "due"]);
    expect(resolveColumnLayout(arrangeColumns(chosen, "shared/a", null), "shared/a", ["number", "fault"]).shown).toEqual(["number", "fault"]);
  });

  it("are only those the program knows, each once, the number always", () => {
    expect(sanitizeColumns(["crew", "crew", "price"])).toEqual(["number", "crew"]);
    expect(sanitizeColumns(["price"])).toBeNull();
    expect(sanitizeColumns(undefined)).toBeNull();
  });

  it("are as wide as somebody made them, within reason; in the beginning as before", () => {
    const kept = resizeColumn({ widths: { name: 6 } }, "name", (own) => (own ?? 0) + 0.5);
    expect(kept.widths).toEqual({ name: 6.5 });
    expect(clampColumnWidth(0.2)).toBe(3);
    expect(clampColumnWidth(1e9)).toBe(60);
    expect(arrangeColumns({ ...kept, shown: { "": ["number"] } }, "", null)).toEqual({ shown: {} });
  });

  it("take the room that is there while one of them has no width of its own", () => {
    const shown = ["number", "address"] as const;
    expect(computeTableRoom({ shown: [...shown], widths: {}, own: false }, true)).toMatchObject({ "--list-wide": "100%" });
    const fixed = computeTableRoom({ shown: [...shown], widths: { address: 20 }, own: true }, true);
    expect(fixed).toMatchObject({ "--list-wide": `calc(${(COLUMN_WIDTHS.number + 20).toFixed(1)}em + 40px)` });
  });
});
