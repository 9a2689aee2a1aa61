import { beforeEach, describe, expect, it } from "vitest";
import { learnNow } from "../../time/now";
import { dropStep, keepStep, keptStep } from "./draft";

describe("a form that was not sent", () => {
  beforeEach(() => {
    localStorage.clear();
    learnNow(Date.UTC(2026, 10, 23));
  });

  it("is kept for its person, ticket and step until it is dropped", () => {
    keepStep(1, 12, "note", { note: "下午在家" });
    expect(keptStep(1, 12, "note")).toEqual({ note: "下午在家" });
    expect([keptStep(2, 12, "note"), keptStep(1, 13, "note"), keptStep(1, 12, "urge")]).toEqual([null, null, null]);
    dropStep(1, 12, "note");
    expect(keptStep(1, 12, "note")).toBeNull();
  });

  it("is forgotten after a week, whoever opens a form then", () => {
    keepStep(1, 12, "note", { note: "下午在家" });
    learnNow(Date.UTC(2026, 10, 29));
    expect(keptStep(1, 12, "note")).not.toBeNull();
    learnNow(Date.UTC(2026, 11, 1));
    expect(keptStep(2, 99, "urge")).toBeNull();
    expect(localStorage.getItem("step/1/12/note")).toBeNull();
  });

  it("may be broken, and the report being taken is left alone", () => {
    localStorage.setItem("step/1/12/note", "{ broken");
    localStorage.setItem("intake/1", "{}");
    expect(keptStep(1, 12, "note")).toBeNull();
    expect(localStorage.getItem("intake/1")).toBe("{}");
  });
});
