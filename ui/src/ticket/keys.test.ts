import { afterEach, describe, expect, it, vi } from "vitest";
import type { ServiceKind, Step } from "../gen/wire";
import { words } from "../gen/words";
import { keyOf, pressed, TICKET_KEYS } from "./keys";

/** Steps two services have under one letter, never on the same ticket. */
const APART: Partial<Record<Step, ServiceKind[]>> = {
  reassign: ["repair", "leak_detection", "water_quality"],
  move_event: ["community"],
  change_outage: ["emergency_water"],
  return: ["repair"],
  reject_sample: ["water_quality"],
};

const SERVICES = Object.keys(words.ServiceKind) as ServiceKind[];
const STEPS = (Object.keys(words.Step) as Step[]).filter((step) => step !== "open_linked");

describe("keys", () => {
  it("are one for each move of a service, and none of them is a key of the page", () => {
    for (const service of SERVICES) {
      const own = STEPS.filter((step) => APART[step]?.includes(service) ?? true);
      const keys = own.map((step) => keyOf(service, step)).filter((key) => key !== null);
      expect(new Set(keys).size).toBe(keys.length);
      expect(keys).not.toContain("J");
      expect(keys).not.toContain("K");
      expect(keys).not.toContain("C");
    }
  });

  it("leave no move without one in the services that have it", () => {
    const some = (step: Step) => SERVICES.some((service) => keyOf(service, step) !== null);
    expect(STEPS.filter((step) => !some(step))).toEqual([]);
    expect([keyOf("repair", "hand_over"), keyOf("repair", "close"), keyOf("community", "follow_up")]).toEqual(["2", "0", "I"]);
  });

  it("are listed in words", () => {
    for (const { key, words: said } of TICKET_KEYS) expect([key, said].every(Boolean)).toBe(true);
  });
});

describe("a key that is pressed", () => {
  afterEach(() => {
    document.body.className = "";
    document.body.innerHTML = "";
  });

  const press = (key: string, some: KeyboardEventInit = {}, on: Element = document.body) => {
    let got: string | null = null;
    const hear = (event: KeyboardEvent) => (got = pressed(event));
    window.addEventListener("keydown", hear);
    on.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, ...some }));
    window.removeEventListener("keydown", hear);
    return got;
  };

  it("is meant for the page only when nobody types and no other key is held", () => {
    expect(press("n")).toBe("N");
    expect(press("1")).toBe("1");
    expect(press("?")).toBeNull();
    expect(press("n", { ctrlKey: true })).toBeNull();
    expect(press("n", { altKey: true })).toBeNull();
    expect(press("n", { isComposing: true })).toBeNull();
    expect(press("n", { repeat: true })).toBeNull();
    document.body.innerHTML = `<textarea></textarea><button></button>`;
    expect(press("n", {}, document.querySelector("textarea") ?? undefined)).toBeNull();
    expect(press("n", {}, document.querySelector("button") ?? undefined)).toBe("N");
  });

  it("is not meant while something lies over the page, or the desk is locked", () => {
    document.body.innerHTML = `<div role="dialog"></div>`;
    const dialog = document.querySelector("div");
    if (!dialog) throw new Error("no dialog");
    expect(press("n")).toBeNull();
    // One that was closed may still stand in the page.
    dialog.checkVisibility = vi.fn(() => false);
    expect(press("n")).toBe("N");
    document.body.className = "locked";
    expect(press("n")).toBeNull();
  });
});
