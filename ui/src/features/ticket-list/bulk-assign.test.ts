import { describe, expect, it, vi } from "vitest";
import type { TicketRow } from "../../gen/wire";
import { findAssignObjection, assignOneByOne, partitionTickets, findAssignCommand, type AssignOutcome } from "./bulk-assign";

const row = (id: number, more: Partial<TicketRow> = {}) => ({ id, number: `WX${id}`, service: "repair", stage: "handed_over", ...more }) as TicketRow;
const any = () => true;

describe("tickets that may be given to a crew", () => {
  it("wait for it, each by the step of its service", () => {
    expect(findAssignCommand(row(1))).toBe("ticket_assign");
    expect(findAssignCommand(row(1, { service: "leak_detection" }))).toBe("ticket_send_team");
    expect(findAssignCommand(row(1, { stage: "assigned" }))).toBeNull();
    expect(findAssignCommand(row(1, { service: "community" }))).toBeNull();
  });

  it("are told apart from the others, which say why", () => {
    const inspectors = { department: "inspection" } as const;
    const repairers = { department: "indoor_repair" } as const;
    expect(findAssignObjection(row(1), repairers, any)).toBeNull();
    expect(findAssignObjection(row(1, { stage: "closed" }), repairers, any)).toBe("现在是“已办结”，不等待派工");
    expect(findAssignObjection(row(1, { service: "leak_detection" }), repairers, any)).toBe("检漏和取样只能安排稽查队");
    expect(findAssignObjection(row(1, { service: "leak_detection" }), inspectors, any)).toBeNull();
    expect(findAssignObjection(row(1), inspectors, (step) => step !== "ticket_assign")).toContain("不由您的岗位派工");
    const { fit, unfit } = partitionTickets([row(1), row(2, { stage: "closed" })], (one) => findAssignObjection(one, undefined, any));
    expect(fit.map(({ id }) => id)).toEqual([1]);
    expect(unfit.map(({ row }) => row.number)).toEqual(["WX2"]);
  });
});

describe("one after the other", () => {
  const rows = [1, 2, 3].map((id) => row(id));

  it("goes on after a refusal and keeps it with its reason", async () => {
    const told = vi.fn();
    const send = vi.fn(async ({ id }: TicketRow): Promise<AssignOutcome> => (id === 2 ? { why: "刚刚被别人更新" } : null));
    const all = await assignOneByOne(rows, send, told, () => false);
    expect(all.done.map(({ id }) => id)).toEqual([1, 3]);
    expect(all.refused).toEqual([{ row: rows[1], why: "刚刚被别人更新" }]);
    expect(told.mock.calls.map(([{ done, refused }]) => done.length + refused.length)).toEqual([1, 2, 3]);
  });

  it("stops between two, and where every other one would be refused too", async () => {
    const send = vi.fn(async (): Promise<AssignOutcome> => null);
    let sent = 0;
    expect((await assignOneByOne(rows, send, () => sent++, () => sent === 1)).done).toHaveLength(1);
    const locked = vi.fn(async (): Promise<AssignOutcome> => ({ why: "已锁定", end: true }));
    expect((await assignOneByOne(rows, locked, () => undefined, () => false)).refused).toHaveLength(1);
    expect(locked).toHaveBeenCalledOnce();
  });
});
