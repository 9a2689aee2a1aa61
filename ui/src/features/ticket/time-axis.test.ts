import { describe, expect, it } from "vitest";
import type { Clock, TicketEntryView, TicketView } from "../../gen/wire";
import { isTicketOngoing, listAxisInstants, buildClockLanes, buildAxisMarks, placeLabels, createTimeScale, createTimeFormatter, describeTimeAxis, estimateTextWidth } from "./time-axis";

const TEN = Date.UTC(2026, 10, 23, 2); // 10:00 in Shanghai
const minute = 60_000;
const hour = 60 * minute;

const entry = (title: string, at: number, late = false): TicketEntryView => ({
  version: 1,
  title,
  lines: [],
  performed_by: "演示坐席",
  recorder: "演示坐席",
  happened_at: at,
  recorded_at: at,
  late_entry: late,
  withdrawn: false,
});

const clock = (some: Partial<Clock>): Clock => ({
  kind: "total",
  start: TEN,
  target: null,
  limit: TEN + 24 * hour,
  original: null,
  ended_at: null,
  state: "running",
  why: "total_time",
  binding: true,
  task: null,
  broken: false,
  ...some,
});

const view = (entries: TicketEntryView[], clocks: Clock[], closed: number | null = null) =>
  ({
    ticket: { open: { asked: { kind: "repair" } }, closed_at: closed, ended: null, changed_at: closed ?? TEN },
    entries,
    clocks,
  }) as unknown as TicketView;

describe("the line of time", () => {
  it("keeps the order of instants, tells ten minutes apart beside a day, and ends where it is wide", () => {
    const all = [TEN, TEN + 3 * minute, TEN + 10 * minute, TEN + 24 * hour];
    const at = createTimeScale(all, 900);
    const xs = all.map(at);
    expect(xs[0]).toBe(0);
    expect(xs.at(-1)).toBeCloseTo(900);
    for (const [place, x] of xs.slice(1).entries()) expect(x - (xs[place] ?? 0)).toBeGreaterThanOrEqual(14);
    expect(at(TEN - hour)).toBe(0);
    expect(at(TEN + 48 * hour)).toBeCloseTo(900);
    // Between two instants evenly.
    expect(at(TEN + 6.5 * minute)).toBeCloseTo(((xs[1] ?? 0) + (xs[2] ?? 0)) / 2);
  });

  it("bears one instant and a hundred", () => {
    expect(createTimeScale([TEN], 900)(TEN)).toBe(0);
    const all = Array.from({ length: 100 }, (_, place) => TEN + place * minute);
    expect(createTimeScale(all, 900)(all.at(-1) ?? 0)).toBeCloseTo(900);
  });

  it("asks for room for moves, limits in force and original ones, and for now while the ticket is open", () => {
    const clocks = [clock({ limit: TEN + 30 * hour, original: TEN + 24 * hour }), clock({ kind: "arrival", limit: null, state: "waived", start: TEN + 7 * hour })];
    const open = view([entry("受理报修", TEN)], clocks);
    expect(listAxisInstants(open, TEN + hour)).toEqual([TEN, TEN + hour, TEN + 24 * hour, TEN + 30 * hour]);
    expect(isTicketOngoing(open)).toBe(true);
    expect(listAxisInstants(view([entry("受理报修", TEN)], clocks, TEN + 5 * hour), TEN + hour)).not.toContain(TEN + hour);
  });
});

describe("labels", () => {
  const label = (x: number, text: string, weight: number) => ({ x, text, weight });

  it("never overlap, whatever is put on the line", () => {
    let seed = 7;
    const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
    for (let round = 0; round < 200; round += 1) {
      const labels = Array.from({ length: 30 }, (_, place) => label(random() * 900, "转派生调部 10:05".slice(0, 4 + (place % 9)), Math.floor(random() * 5)));
      const shown = placeLabels(labels, 3, 900);
      for (const [place, a] of shown.entries()) {
        expect(a.left).toBeGreaterThanOrEqual(0);
        expect(a.left + estimateTextWidth(a.text)).toBeLessThanOrEqual(900);
        for (const b of shown.slice(place + 1)) {
          const apart = a.left + estimateTextWidth(a.text) <= b.left || b.left + estimateTextWidth(b.text) <= a.left;
          expect(a.row !== b.row || apart).toBe(true);
          expect(a.right - a.left).toBeCloseTo(estimateTextWidth(a.text));
          // Nor does the line down from one cross another.
          const [above, below] = a.row > b.row ? [a, b] : [b, a];
          if (above.row !== below.row) expect(above.x > below.left && above.x < below.left + estimateTextWidth(below.text)).toBe(false);
        }
      }
    }
  });

  it("stand like stairs where marks are close together, at both ends", () => {
    const close = (from: number) => ["受理报修 10:00", "转派生调部 10:05", "派工 10:06"].map((text, place) => label(from + place * 14, text, 60));
    expect(placeLabels(close(0), 3, 900)).toHaveLength(3);
    expect(placeLabels(close(872), 3, 900)).toHaveLength(3);
  });

  it("give way to more important ones", () => {
    const shown = placeLabels([label(100, "备注 10:01", 10), label(101, "受理报修 10:00", 100), label(102, "到场 10:02", 60)], 1, 900);
    expect(shown.map(({ text }) => text)).toEqual(["受理报修 10:00"]);
  });
});

describe("what happened", () => {
  it("stands together by the minute, the step of the way first, and what was typed later is told", () => {
    const entries = [entry("受理报修", TEN), entry("备注", TEN + 5 * minute), entry("派工", TEN + 5 * minute + 1000), entry("到场", TEN + 20 * minute, true)];
    const shown = buildAxisMarks(view(entries, []), createTimeFormatter(entries.map(({ happened_at: at }) => at)));
    expect(shown.map(({ text, late }) => [text, late])).toEqual([
      ["受理报修 10:00", false],
      ["派工等 2 项 10:05", false],
      ["到场（补录） 10:20", true],
    ]);
    expect(shown[1]?.title).toContain("备注");
  });

  it("has its day where there is more than one", () => {
    expect(createTimeFormatter([TEN, TEN + hour])(TEN)).toBe("10:00");
    const tell = createTimeFormatter([TEN, TEN + 24 * hour]);
    expect([tell(TEN), tell(TEN + hour), tell(TEN + 24 * hour)]).toEqual(["11-23 10:00", "11:00", "11-24 10:00"]);
  });
});

describe("clocks", () => {
  const tell = createTimeFormatter([TEN]);

  it("have a lane each with their limits, the missed one told in a sign and in words", () => {
    const moved = clock({ limit: TEN + 30 * hour, original: TEN + 24 * hour, broken: true, target: TEN + 12 * hour });
    const [lane] = buildClockLanes(view([], [moved]), TEN + 26 * hour, tell);
    expect(lane?.limits.map(({ kind, missed, text }) => [kind, missed, text])).toEqual([
      ["limit", false, "时限 11-24 16:00"],
      ["original", true, "✕原时限 11-24 10:00"],
      ["target", false, "争取 22:00"],
    ]);
    expect(lane?.limits[1]?.title).toMatch(/已超时$/);
    expect(buildClockLanes(view([], [clock({ kind: "arrival", state: "waived", limit: null })]), TEN, tell)).toEqual([]);
  });

  it("end where their work was done, in time or not", () => {
    const late = clock({ kind: "hand_over", limit: TEN + 10 * minute, ended_at: TEN + 14 * minute, state: "late", target: TEN + 5 * minute });
    const [lane] = buildClockLanes(view([], [late]), TEN + hour, tell);
    expect([lane?.to, lane?.how, lane?.limits[0]?.missed]).toEqual([TEN + 14 * minute, "late", true]);
    expect(lane?.limits.some(({ kind }) => kind === "target")).toBe(false);
  });

  it("are told in words too, with now only while the ticket is open", () => {
    const entries = [entry("受理报修", TEN), entry("到场", TEN + 20 * minute, true)];
    const said = describeTimeAxis(view(entries, [clock({ state: "breached", limit: TEN + minute })]), TEN + hour);
    expect(said).toContain("2026-11-23 10:20 到场（补录）");
    expect(said).toContain("办结时限超时 59 分 00 秒，已超时限 2026-11-23 10:01");
    expect(said).toContain("现在 2026-11-23 11:00");
    expect(describeTimeAxis(view(entries, [], TEN + hour), TEN + 2 * hour)).not.toContain("现在");
  });
});
