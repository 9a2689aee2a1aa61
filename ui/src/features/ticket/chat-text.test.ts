import { describe, expect, it } from "vitest";
import type { ServiceIntake, TicketView } from "../../gen/wire";
import { buildChatText, summarizeIntake } from "./chat-text";

const TEN = Date.UTC(2026, 10, 23, 2);

const view = (phone: string) =>
  ({
    ticket: {
      number: "WX2611230012",
      open: {
        name: "演示用户",
        phone,
        address: "演示花园 7 号楼 1 单元 303 室",
        community: "演示花园",
        asked: { kind: "repair", fault: "burst", meter_side: "after", situation: "厨房水管爆裂" },
      },
      appointment: { details: { at: TEN + 3_600_000, reason: "", agreed_with: "演示用户" } },
      assignment: { details: { crew: "维修一班", goes: "演示维修员", note: "带 DN20 接头" } },
    },
    clocks: [
      { kind: "hand_over", limit: TEN, ended_at: TEN, state: "met", task: null },
      { kind: "arrival", limit: TEN + 3_600_000, ended_at: null, state: "running", task: null },
      { kind: "valve", limit: TEN, ended_at: null, state: "breached", task: 2 },
      { kind: "total", limit: null, ended_at: null, state: "waived", task: null },
    ],
  }) as unknown as TicketView;

describe("the text for the crew", () => {
  it("says everything the crew needs, and of the clocks only what still binds", () => {
    expect(buildChatText(view("12000000003"), false)).toBe(
      [
        "【派工】WX2611230012 义务维修",
        "地址：演示花园 7 号楼 1 单元 303 室",
        "联系人：演示用户 12000000003",
        "情况：管道爆裂（表后）：厨房水管爆裂",
        "时限：到场时限 2026-11-23 11:00 前；关阀到场时限（第 2 次） 2026-11-23 10:00，已超时，请尽快",
        "预约：2026-11-23 11:00 到场（与演示用户约定）",
        "班组：维修一班 演示维修员",
        "要求：带 DN20 接头",
        "全程免费，材料由用户自备。",
      ].join("\n"),
    );
  });

  it("shows a phone as it is shown on the page, and says why it is short", () => {
    expect(buildChatText(view("120****0003"), true)).toContain("联系人：演示用户 120****0003（完整电话请向服务台查询）");
  });

  it("leaves out what is not known", () => {
    const bare = view("");
    Object.assign(bare.ticket, { appointment: null, assignment: null });
    bare.clocks = [];
    expect(buildChatText(bare, false).split("\n")).toHaveLength(5);
  });

  it("says what is wrong for each service", () => {
    const water = { kind: "water_quality", symptoms: ["turbid"], situation: "早上发浑" } as unknown as ServiceIntake;
    expect(summarizeIntake(water)).toMatch(/：早上发浑$/);
    const outage = { kind: "emergency_water", cause: "管道抢修", expected_end: TEN, places: [{ community: "演示新村", building: "1 号楼", households: 9 }] } as unknown as ServiceIntake;
    expect(summarizeIntake(outage)).toBe("管道抢修；停水至 2026-11-23 10:00；演示新村，1 号楼");
  });
});
