import { describe, expect, it } from "vitest";
import type { Clock, StepKind, Ticket, TicketView } from "../../gen/wire";
import { listWaySteps } from "../../services/common/step-tables";
import { offerMoves } from "./move-offer";

const END: StepKind[] = ["close", "note", "attach", "urge", "supervise", "record_violation", "correct", "cancel", "merge"];

function view(moves: StepKind[], ticket: Partial<Ticket> = {}, clocks: Partial<Clock>[] = []): TicketView {
  return {
    ticket: {
      open: { asked: { kind: "repair" } },
      arrangement: null,
      assignment: null,
      hours: null,
      follow_ups: [],
      links: [],
      extensions: [],
      valves: [],
      violations: [],
      case: { kind: "repair" },
      ...ticket,
    },
    clocks,
    moves,
    next: listWaySteps("repair").filter((step) => moves.includes(step)),
    open_valves: (ticket.valves ?? []).map(({ task }) => task),
  } as unknown as TicketView;
}

const asked = { extensions: [{ decision: null, recorded_by: 7 }] } as unknown as Partial<Ticket>;
const valve = (arrived: number | null) => ({ valves: [{ task: 1, arrived_at: arrived, shut_at: null, dropped_at: null }] }) as unknown as Partial<Ticket>;
const clock = (kind: Clock["kind"], limit: number): Partial<Clock> => ({ kind, limit, state: "running", ended_at: null });

describe("the move that is offered first", () => {
  it("is the next of the way", () => {
    const { next, waits } = offerMoves(view(["hand_over", "arrange", "note"]));
    expect([next, waits]).toEqual(["arrange", []]);
  });

  it("is the decision on an extension for whoever may decide, and the way for the others", () => {
    const decides = offerMoves(view(["finish", "approve_extension", "refuse_extension", "note"], asked));
    expect([decides.next, decides.shown.slice(0, 2)]).toEqual(["approve_extension", ["refuse_extension", "finish"]]);
    expect(offerMoves(view(["finish", "note"], asked)).next).toBe("finish");
    // Who asked cannot approve.
    expect(offerMoves(view(["finish", "approve_extension", "refuse_extension"], asked), 7).next).toBe("finish");
  });

  it("is never 办结 beside something that is open", () => {
    for (const open of [asked, valve(null), { violations: [{ closed_at: null }] } as unknown as Partial<Ticket>]) {
      const { next, shown, waits } = offerMoves(view(END, open));
      expect(next).toBeNull();
      // It may still be done.
      expect(shown).toContain("close");
      expect(waits).toHaveLength(1);
    }
    expect(offerMoves(view(END)).next).toBe("close");
    expect(offerMoves(view([...END, "close_violation"], { violations: [{ closed_at: null }] } as unknown as Partial<Ticket>)).next).toBe("close_violation");
    expect(offerMoves(view([...END, "refuse_extension"], asked)).next).toBe("refuse_extension");
  });

  it("is the valve's while its clock runs out first", () => {
    const moves: StepKind[] = ["arrive", "valve_arrive", "valve_shut", "valve_drop", "note"];
    expect(offerMoves(view(moves, valve(null), [clock("valve", 5), clock("total", 9)])).next).toBe("valve_arrive");
    expect(offerMoves(view(moves, valve(null), [clock("valve", 9), clock("arrival", 5)])).next).toBe("arrive");
    expect(offerMoves(view([...END, "valve_shut", "valve_drop"], valve(1))).next).toBe("valve_shut");
  });
});

describe("a valve that was asked for", () => {
  const asked = { valves: [{ task: 1, named_at: null, arrived_at: null, shut_at: null, dropped_at: null }] } as unknown as Partial<Ticket>;

  it("waits for its team, and for nobody's being there", () => {
    const { next, waits } = offerMoves(view(["arrive", "order_valve", "valve_drop", "note"], asked, [clock("valve", 5), clock("total", 9)]));
    expect([next, waits]).toEqual(["order_valve", ["关阀还没有安排班组"]]);
  });
});

describe("the others", () => {
  const all: StepKind[] = ["arrive", "appoint", "reassign", "return", "ask_extension", "order_valve", "urge", "supervise", "record_violation", "pass_on", "merge", "cancel", "note", "attach"];

  it("are each there once: some at once, the rest in the menu, what leads off the way at its end", () => {
    const { next, shown, more, off } = offerMoves(view(all));
    expect([next, ...shown, ...more, ...off].sort()).toEqual([...all].sort());
    expect(shown).toEqual(["note", "attach", "urge", "appoint"]);
    expect(off).toEqual(["return", "pass_on", "merge", "cancel"]);
  });

  it("need no menu for a single one", () => {
    const { next, shown, more, off } = offerMoves(view(["note", "attach", "correct"]));
    expect([next, shown, more, off]).toEqual([null, ["note", "attach", "correct"], [], []]);
  });
});
