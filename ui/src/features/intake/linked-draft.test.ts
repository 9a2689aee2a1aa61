import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { TicketCase, PlaceCoverage, TicketIntake, OutageCase, ServiceKind, Ticket, TicketRow } from "../../gen/wire";
import { words } from "../../gen/words";
import { groupFiguresByService } from "../report/report";
import { describeLateness } from "../ticket-list/columns";
import { toIntakeRequest } from "./intake-draft";
import { listDueLimits, formatMinutes } from "./due-limits";
import { findCoverageGap, sortCoverage } from "../../services/emergency-water/coverage";
import { formatLimit, combineVerdicts, formatValue } from "../../services/common/value-text";
import { createLinkedDraft, switchLinkedService } from "./linked-draft";
import { SERVICE_STAGES } from "../../shared/ticket/service";

const who = {
  customer: 7,
  account_number: "100007",
  name: "示例用户",
  phone: "12000000000",
  address: "示例小区 3 号楼 2 单元 501",
  community: "示例小区",
  area: "outside",
} as const;

function ticket(asked: TicketIntake["asked"], found: TicketCase): Ticket {
  return { id: 3, number: "TX2611240001", open: { ...who, asked }, case: found } as Ticket;
}

const reminder = ticket(
  {
    kind: "reminder",
    reason: "suspected_leak",
    found_by: "inspection",
    finder: "示例稽查员",
    situation: "表井积水",
    readings: { last: 100, this: 124, usual: 10 },
  },
  { kind: "reminder", telling: null, consent: null },
);

describe("a report opened from another ticket", () => {
  it("takes over who and where, and what is known", () => {
    const open = toIntakeRequest(createLinkedDraft(reminder, "leak_detection"));
    expect(open).toMatchObject(who);
    // Nobody rang: the ten minutes of the hotline do not begin.
    expect(open.channel).toBe("employee");
    expect(open.asked).toMatchObject({ kind: "leak_detection", ground: "leak_seen" });
    const situation = "situation" in open.asked ? open.asked.situation : "";
    for (const part of ["TX2611240001", "漏水疑点：表井积水", "本次 124", "+140%"]) expect(situation).toContain(part);
  });

  it("knows on which side of the meter a leak was found", () => {
    const search = {
      at: 1,
      by: "稽查一班",
      details: {
        methods: ["listening"],
        place: "厨房",
        finding: "found",
        cause: "接头渗漏",
        meter_side: "after",
        determined_by: "",
        searchers: ["甲"],
      },
    } as const;
    const found = { kind: "leak_detection", searches: [search], escalation: null, conclusion: null, reply: null, consent: null };
    const leak = ticket(
      { kind: "leak_detection", ground: "doubt", situation: "用水多", since: "上月", meter_turns: "turns", signs: "", building: "flat" },
      found as unknown as TicketCase,
    );
    const { asked } = toIntakeRequest(createLinkedDraft(leak, "repair"));
    expect(asked).toMatchObject({ kind: "repair", meter_side: "after", fault: "leak" });
    expect(asked.kind === "repair" && asked.situation).toContain("已找到漏点：厨房。接头渗漏");
  });

  it("does not take the community's contact for a household", () => {
    const event = ticket(
      { kind: "community", origin: "annual_plan", topic: "用水咨询", situation: "", planned_at: 1, place: "广场", suggested_by: "" },
      { kind: "community", decision: null, schedules: [], held: null },
    );
    expect(toIntakeRequest(createLinkedDraft(event, "repair"))).toMatchObject({ customer: null, name: "", phone: "", community: "示例小区" });
  });

  it("keeps what was typed when another service is picked, and tells it what is known", () => {
    const draft = { ...createLinkedDraft(reminder, "leak_detection"), name: "改过的姓名" };
    const repair = switchLinkedService(draft, reminder, "repair");
    expect(repair).toMatchObject({ name: "改过的姓名", channel: "employee", asked: { kind: "repair" } });
    expect(repair.asked?.kind === "repair" && repair.asked.situation).toContain("表井积水");
    const typed = { ...repair, asked: { ...repair.asked, kind: "repair" as const, situation: "改过的情况" } };
    const back = switchLinkedService(switchLinkedService(typed, reminder, "leak_detection"), reminder, "repair");
    expect(back.asked).toMatchObject({ situation: "改过的情况" });
  });
});

describe("the stages of a service", () => {
  it("are those of the table a manager has approved", () => {
    for (const [service, stages] of Object.entries(SERVICE_STAGES)) {
      const text = readFileSync(`../crates/domain/src/service/${service}/moves.txt`, "utf8");
      const lines = text.match(/(?:可在|转入)：[^\n]+/g) ?? [];
      const said = new Set(lines.join("、").match(/[\u4e00-\u9fff]+/g));
      const named = Object.entries(words.Stage).filter(([, zh]) => said.has(zh));
      expect(named.map(([stage]) => stage).sort(), service).toEqual([...stages].sort());
    }
  });
});

describe("lateness on a list", () => {
  const row = (more: Partial<TicketRow>) =>
    ({ next_limit: null, next_clock: null, finished_at: null, total_limit: null, broken: false, clocks: [], ...more }) as TicketRow;
  const clock = { kind: "tell", first: 10, limit: 10, ended_at: null, broken: false, missed: null } as const;

  it("is told of every service's clocks", () => {
    expect(describeLateness(row({ next_limit: 10, next_clock: "sampling" }), 11)).toBe("取样时限已超");
    expect(describeLateness(row({ next_limit: 10, next_clock: "sampling" }), 10)).toBeNull();
    expect(describeLateness(row({ clocks: [{ ...clock, ended_at: 11 }] }), 20)).toBe("逾时完成");
    expect(describeLateness(row({ clocks: [{ ...clock, ended_at: 10 }] }), 20)).toBeNull();
    expect(describeLateness(row({ clocks: [{ ...clock, broken: true }] }), 5)).toBe("曾超时");
    expect(describeLateness(row({ finished_at: 9, total_limit: 8 }), 20)).toBe("逾时完成");
    expect(describeLateness(row({ finished_at: 9, total_limit: null }), 20)).toBeNull();
  });
});

describe("what has not been reached", () => {
  const line = (building: string, served: number, first_at: number | null): PlaceCoverage => ({
    place: { community: "甲", building, households: 10 },
    served,
    stops: first_at === null ? 0 : 1,
    first_at,
  });
  const all = [line("1", 10, 5), line("2", 4, 5), line("3", 0, null)];

  it("stands first", () => {
    expect(sortCoverage(all).map(({ place }) => place.building)).toEqual(["3", "2", "1"]);
  });

  it("is warned of when the water is back or should be, not before", () => {
    const found = { expected_end: 100, ended_at: null } as OutageCase;
    expect(findCoverageGap(found, all, 100)).toBeNull();
    expect(findCoverageGap(found, all, 101)).toEqual({ back: false, places: ["甲 3"] });
    expect(findCoverageGap({ ...found, ended_at: 50 }, all, 51)).toEqual({ back: true, places: ["甲 3"] });
    expect(findCoverageGap({ ...found, ended_at: 50 }, all.slice(0, 2), 51)).toBeNull();
  });
});

describe("limits and values of a water test", () => {
  it("are said as they are printed", () => {
    expect(formatLimit({ is: "most", most: "0.3" })).toBe("≤ 0.3");
    expect(formatLimit({ is: "range", least: "6.5", most: "8.5" })).toBe("6.5～8.5");
    expect(formatLimit({ is: "absent" })).toBe("不得检出");
    expect([formatValue({ is: "below", amount: "0.01" }), formatValue({ is: "none" })]).toEqual(["＜0.01", "未检出"]);
  });

  it("pass as a whole only if each does", () => {
    expect(combineVerdicts(["pass", "pass"])).toBe("pass");
    expect(combineVerdicts(["pass", "undecided"])).toBe("undecided");
    expect(combineVerdicts(["undecided", "fail"])).toBe("fail");
  });
});

describe("what is due", () => {
  const limits = { hand_over: 10, total: 1440, sampling: 1440, lab_receipt: 360, water_reply: 4320, decide_event: 4320 } as never;

  it("is told for the service picked", () => {
    const at = Date.UTC(2026, 10, 24, 2, 0);
    const dues = listDueLimits({ received_at: at, asked: { kind: "water_quality" } }, limits);
    expect(dues.map(({ kind }) => kind)).toEqual(["sampling", "lab_receipt", "answer"]);
    expect(dues[0]?.text).toBe("24 小时内，2026-11-25 10:00 前");
    expect(listDueLimits({ received_at: at, asked: { kind: "community", origin: "annual_plan", planned_at: at } }, limits)).toEqual([
      { kind: "event", text: "2026-11-24 当天举办" },
    ]);
    expect([formatMinutes(10), formatMinutes(360), formatMinutes(1440), formatMinutes(4320)]).toEqual(["10 分钟", "6 小时", "24 小时", "3 天"]);
  });
});

describe("the month's chapters", () => {
  it("hold the figures of all services and of each, in their order", () => {
    const line = (code: string, service: ServiceKind | null) => ({ code, service }) as never;
    const parts = groupFiguresByService([line("received", null), line("reminders", "reminder"), line("sign_rate", null)]);
    expect(parts.map(({ service, lines }) => [service, lines.length])).toEqual([
      [null, 2],
      ["reminder", 1],
    ]);
  });
});
