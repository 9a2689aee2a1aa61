import { describe, expect, it } from "vitest";
import type { AgendaEntry, TicketRow } from "../../gen/wire";
import { toEntryKey, describeAgendaEntry, computeEntryStatus } from "./entry";

const NOW = Date.UTC(2026, 10, 23, 2, 0); // 10:00 in Shanghai
const HOUR = 3_600_000;

const row = (more: Partial<TicketRow>) =>
  ({ id: 7, number: "WX2611230007", service: "repair", stage: "assigned", name: "演示用户", community: "演示花园", address: "演示花园 7 号楼", summary: "水管漏水", crew: "一班", ended_at: null, more: null, planned_at: null, ...more }) as TicketRow;
const entry = (what: AgendaEntry["what"], at: number, more: Partial<TicketRow> = {}): AgendaEntry => ({ what, at, ticket: row({ ...more, planned_at: at }) });

describe("an entry", () => {
  it("tells whether somebody is still awaited", () => {
    expect(computeEntryStatus(entry("appointment", NOW + HOUR), NOW)).toEqual({ zh: "待上门", bad: false, over: false });
    expect(computeEntryStatus(entry("appointment", NOW - 1), NOW).bad).toBe(true);
    expect(computeEntryStatus(entry("appointment", NOW - HOUR, { stage: "on_site" }), NOW)).toEqual({ zh: "已上门", bad: false, over: true });
    expect(computeEntryStatus(entry("appointment", NOW + HOUR, { stage: "cancelled" }), NOW).zh).toBe("已作废");
  });

  it("of an event is held by its day, not its hour", () => {
    expect(computeEntryStatus(entry("event", NOW - HOUR, { stage: "planned" }), NOW).zh).toBe("待举办");
    expect(computeEntryStatus(entry("event", NOW - 24 * HOUR, { stage: "planned" }), NOW).bad).toBe(true);
  });

  it("is read in words, and is another one at another time", () => {
    const one = entry("appointment", NOW + HOUR);
    expect(describeAgendaEntry(one, NOW)).toBe("11:00，预约上门，义务维修 WX2611230007，演示用户，演示花园 7 号楼，一班，待上门，水管漏水");
    expect(toEntryKey(one)).not.toBe(toEntryKey({ ...one, at: one.at + 1 }));
  });
});
