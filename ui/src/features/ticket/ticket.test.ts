import { describe, expect, it } from "vitest";
import { toQueryNoun } from "../../api/refresh";
import { listMenuPlaces } from "../../session/menu";
import type { DraftStore } from "../../shared/drafts/use-drafts";
import { saveIntakeDraft, listIntakeDrafts, parseStranger, toIntakeRequest } from "../intake/intake-draft";
import { parseTicketFilters } from "../ticket-list/filters";
import { toStepDetails } from "../../services/by-service/step-values";
import { groupMoves } from "../../services/common/step-tables";

/** Drafts as the program keeps them, without the program. */
function held(): DraftStore {
  const drafts: DraftStore = {
    all: [],
    ready: true,
    keep: (name, value) => {
      drafts.drop(name);
      drafts.all = [{ name, at: 1, value }, ...drafts.all];
    },
    drop: (name) => (drafts.all = drafts.all.filter((one) => one.name !== name)),
  };
  return drafts;
}

describe("a draft of a report", () => {
  it("is kept only if something was typed", () => {
    const drafts = held();
    saveIntakeDraft(drafts, undefined, "a", { received_at: 5, name: "示例用户" });
    expect(listIntakeDrafts(drafts.all, undefined)[0]?.draft.name).toBe("示例用户");
    saveIntakeDraft(drafts, undefined, "a", { received_at: 5, name: "  " });
    expect(drafts.all).toEqual([]);
    for (const broken of [null, 3, "{ broken", {}, { name: "示例用户" }]) {
      expect(listIntakeDrafts([{ name: "draft.intake/a", at: 1, value: broken }], undefined), String(broken)).toEqual([]);
    }
  });

  it("does not write over another one that was begun, nor over what is opened from a ticket", () => {
    const drafts = held();
    saveIntakeDraft(drafts, undefined, "a", { received_at: 5, name: "甲" });
    saveIntakeDraft(drafts, undefined, "b", { received_at: 6, name: "乙" });
    saveIntakeDraft(drafts, undefined, "a", { received_at: 5, name: "甲", phone: "12000000000" });
    saveIntakeDraft(drafts, 9, "c", { received_at: 7, name: "丙" });
    expect(listIntakeDrafts(drafts.all, undefined).map(({ slot, draft }) => [slot, draft.name])).toEqual([
      ["a", "甲"],
      ["b", "乙"],
    ]);
    drafts.drop("draft.intake/a");
    expect(listIntakeDrafts(drafts.all, undefined).map(({ slot }) => slot)).toEqual(["b"]);
    expect(listIntakeDrafts(drafts.all, 9)).toHaveLength(1);
    // Emptied again by hand, nothing is left to be offered.
    saveIntakeDraft(drafts, undefined, "b", { received_at: 6 });
    expect(listIntakeDrafts(drafts.all, undefined)).toEqual([]);
  });

  it("lets the oldest go beyond twenty", () => {
    const drafts = held();
    for (let place = 0; place < 25; place += 1) saveIntakeDraft(drafts, undefined, String(place), { received_at: place, name: "某" });
    expect(listIntakeDrafts(drafts.all, undefined).map(({ slot }) => slot)).toEqual(Array.from({ length: 20 }, (_, place) => String(24 - place)));
  });

  it("is sent with every field, the form raised when it arrives", () => {
    const open = toIntakeRequest({ received_at: 5, name: " 示例用户 ", phone: "12000000000" });
    expect(open.raised_at).toBeNull();
    expect(open.name).toBe("示例用户");
    expect(open.asked.kind).toBe("repair");
    expect(Object.values(open)).not.toContain(undefined);
  });
});

describe("steps", () => {
  it("are shown once each, in the order of the way", () => {
    const { way, beside, off } = groupMoves({ moves: ["cancel", "note", "hand_over", "arrange"], next: ["arrange", "hand_over"] });
    expect([way, beside, off]).toEqual([["arrange", "hand_over"], ["note"], ["cancel"]]);
    const again = groupMoves({ moves: ["verify_hours", "close", "note"], next: ["close"] });
    expect([again.way, again.beside]).toEqual([["close"], ["verify_hours", "note"]]);
  });

  it("send only their own fields, and no answer about conduct from a call nobody took", () => {
    const values = { happened_at: 1, performed_by: "x", outcome: "not_reached", misconduct: false };
    expect(toStepDetails("follow_up", values)).toEqual({ outcome: "not_reached", misconduct: null });
    expect(toStepDetails("arrive", {})).toEqual({});
  });
});

describe("the list's filters", () => {
  it("come out of the address, and nonsense in it asks for nothing", () => {
    const filters = parseTicketFilters(new URLSearchParams("text=张&stage=closed&stage=nonsense&overdue=1&from=7"));
    expect(filters).toMatchObject({ text: "张", stages: ["closed"], overdue: true, only_open: false, from: 7 });
  });
});

describe("what is read again", () => {
  it("is one ticket, or the noun", () => {
    expect(toQueryNoun("ticket_get", { ticket: 12 })).toBe("ticket/12");
    expect(toQueryNoun("ticket_list", {})).toBe("ticket");
    expect(toQueryNoun("report_figures", { month: "2026-11" })).toBe("ticket");
    expect(toQueryNoun("settings_get", {})).toBe("settings");
  });
});

describe("the menu", () => {
  it("shows only what may be called", () => {
    expect(listMenuPlaces(["ticket_board", "ticket_open"]).map(({ label }) => label)).toEqual(["工作台", "来电受理"]);
    expect(listMenuPlaces([])).toEqual([]);
  });
});

it("takes what was typed to find somebody who is in no file for what it can only be", () => {
  expect(parseStranger("12012345678")).toEqual({ phone: "12012345678" });
  expect(parseStranger("0533-5270300")).toEqual({ phone: "0533-5270300" });
  expect(parseStranger("欧阳桂香")).toEqual({ name: "欧阳桂香" });
  expect(parseStranger("演示花园3号楼")).toEqual({ address: "演示花园3号楼" });
  expect(parseStranger("演示花园三号楼")).toEqual({ address: "演示花园三号楼" });
  expect(parseStranger("zs")).toEqual({});
  expect(parseStranger("1850")).toEqual({});
});
