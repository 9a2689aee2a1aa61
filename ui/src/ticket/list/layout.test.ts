import { describe, expect, it } from "vitest";
import { USUAL, WIDTH } from "../columns";
import { arranged, layoutOf, resized, sound, width } from "./layout";
import { roomOf } from "./table";

describe("the columns somebody sees", () => {
  it("are the usual ones, their own, those a view brings, or their own of that view", () => {
    const kept = { shown: { "": ["number" as const, "crew" as const] } };
    expect(layoutOf({}, "", []).shown).toEqual([...USUAL]);
    expect(layoutOf(kept, "", []).shown).toEqual(["number", "crew"]);
    expect(layoutOf(kept, "shared/a", ["number", "fault"]).shown).toEqual(["number", "fault"]);
    expect(layoutOf(kept, "shared/a", []).shown).toEqual(["number", "crew"]);
    const chosen = arranged(kept, "shared/a", ["number", "due"]);
    expect(layoutOf(chosen, "shared/a", ["number", "fault"]).shown).toEqual(["number", "due"]);
    expect(layoutOf(arranged(chosen, "shared/a", null), "shared/a", ["number", "fault"]).shown).toEqual(["number", "fault"]);
  });

  it("are only those the program knows, each once, the number always", () => {
    expect(sound(["crew", "crew", "price"])).toEqual(["number", "crew"]);
    expect(sound(["price"])).toBeNull();
    expect(sound(undefined)).toBeNull();
  });

  it("are as wide as somebody made them, within reason; in the beginning as before", () => {
    const kept = resized({ widths: { name: 6 } }, "name", (own) => (own ?? 0) + 0.5);
    expect(kept.widths).toEqual({ name: 6.5 });
    expect(width(0.2)).toBe(3);
    expect(width(1e9)).toBe(60);
    expect(arranged({ ...kept, shown: { "": ["number"] } }, "", null)).toEqual({ shown: {} });
  });

  it("take the room that is there while one of them has no width of its own", () => {
    const shown = ["number", "address"] as const;
    expect(roomOf({ shown: [...shown], widths: {}, own: false }, true)).toMatchObject({ "--list-wide": "100%" });
    const fixed = roomOf({ shown: [...shown], widths: { address: 20 }, own: true }, true);
    expect(fixed).toMatchObject({ "--list-wide": `calc(${(WIDTH.number + 20).toFixed(1)}em + 40px)` });
  });
});
