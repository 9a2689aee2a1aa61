// Where the clocks and the moves of a ticket stand on one line of time. Nothing here draws; `bar.tsx` does.
import { computeClockDisplay, describeClock, isClockWaived, type ClockDisplay } from "../../shared/time/countdown";
import type { Clock, TicketEntryView, TicketView } from "../../gen/wire";
import { words } from "../../gen/words";
import { formatTimeOfDay as hour, formatDay, formatMoment } from "../../shared/time/shanghai";
import { listWaySteps } from "../../services/common/step-tables";

/** What happened at one instant. */
export interface AxisMark {
  at: number;
  /** All of it was typed later: 补录. */
  late: boolean;
  text: string;
  /** Everything, line by line. */
  title: string;
  weight: number;
}

export type AxisLimitKind = "limit" | "original" | "target";

/** One clock. */
export interface ClockLane {
  key: string;
  name: string;
  how: ClockDisplay;
  /** Whether a step of it was recorded late. */
  enteredLate: boolean;
  says: string;
  from: number;
  /** As far as it has run. */
  to: number;
  limits: { kind: AxisLimitKind; at: number; missed: boolean; text: string; title: string }[];
}

export interface AxisLabel {
  x: number;
  text: string;
  weight: number;
}

export interface PlacedLabel extends AxisLabel {
  left: number;
  right: number;
  row: number;
}

/** Whether the case still goes on. */
export const isTicketOngoing = ({ ticket }: TicketView) => ticket.closed_at === null && ticket.ended === null;

const STEP = new Map<string, string>(Object.entries(words.StepKind).map(([step, zh]) => [zh, step]));

/** What is named first where there is no room for all. */
function weight(entry: TicketEntryView, place: number, view: TicketView): number {
  const step = STEP.get(entry.title);
  if (place === 0) return 100;
  if (listWaySteps(view.ticket.open.asked.kind).some((one) => one === step)) return 60;
  return step === "note" || step === "attach" ? 10 : 30;
}

/** A time on the line. Where there is more than one day, the beginning has its day, and so has every later day. */
export type TimeFormatter = (at: number) => string;

export function createTimeFormatter(instants: readonly number[]): TimeFormatter {
  const first = instants[0] ?? 0;
  const many = instants.some((at) => formatDay(at) !== formatDay(first));
  return (at) => (formatDay(at) !== formatDay(first) || (many && at <= first) ? formatMoment(at).slice(5) : hour(at));
}

/** What happened, by the minute. */
export function buildAxisMarks(view: TicketView, tell: TimeFormatter): AxisMark[] {
  const all = view.entries.map((entry, place) => ({ entry, weight: weight(entry, place, view) }));
  const minutes = new Map<number, typeof all>();
  for (const one of all) {
    const minute = Math.floor(one.entry.happened_at / 60_000);
    minutes.set(minute, [...(minutes.get(minute) ?? []), one]);
  }
  return [...minutes.values()]
    .map((together) => {
      const first = together.reduce((best, one) => (one.weight > best.weight ? one : best));
      const { happened_at: at } = first.entry;
      const late = together.every(({ entry }) => entry.late_entry);
      const more = together.length > 1 ? `等 ${together.length} 项` : "";
      return {
        at,
        late,
        text: `${first.entry.title}${more}${late ? "（补录）" : ""} ${tell(at)}`,
        title: together.map(({ entry }) => `${formatMoment(entry.happened_at)} ${entry.title}　${entry.performed_by}${entry.late_entry ? "（补录）" : ""}`).join("\n"),
        weight: first.weight,
      };
    })
    .sort((a, b) => a.at - b.at);
}

const NAME: Record<AxisLimitKind, string> = { limit: "时限", original: "原时限", target: "争取" };

function limitsOf(clock: Clock, now: number, tell: TimeFormatter): ClockLane["limits"] {
  const over = (at: number) => (clock.ended_at ?? now) > at;
  const one = (kind: AxisLimitKind, at: number | null, missed: boolean) => {
    if (at === null) return [];
    const said = missed ? "，已超时" : "";
    return [{ kind, at, missed, text: `${missed ? "✕" : ""}${NAME[kind]} ${tell(at)}`, title: `${words.ClockKind[clock.kind]}：${NAME[kind]} ${formatMoment(at)}${said}` }];
  };
  const original = clock.original === clock.limit ? null : clock.original;
  return [
    ...one("limit", clock.limit, clock.limit !== null && over(clock.limit) && clock.state !== "met" && clock.state !== "met_entered_late"),
    ...one("original", original, clock.broken),
    // Only aimed for: to pass it is no fault, and once it is over nobody aims any more.
    ...one("target", clock.ended_at === null ? clock.target : null, false),
  ];
}

/** A lane for every clock that has a limit. */
export function buildClockLanes(view: TicketView, now: number, tell: TimeFormatter): ClockLane[] {
  const last = isTicketOngoing(view) ? now : view.ticket.changed_at;
  return view.clocks
    .filter((clock) => clock.limit !== null && !isClockWaived(clock))
    .map((clock) => ({
      key: `${clock.kind}${clock.task ?? ""}`,
      name: `${words.ClockKind[clock.kind]}${clock.task === null ? "" : ` ${clock.task}`}`,
      how: computeClockDisplay(clock, now),
      enteredLate: clock.state.endsWith("_entered_late"),
      says: describeClock(clock, now),
      from: clock.start,
      to: clock.ended_at ?? Math.max(clock.start, last),
      limits: limitsOf(clock, last, tell),
    }));
}

/** Every instant the line has to have room for, each minute once, in order. */
export function listAxisInstants(view: TicketView, now: number): number[] {
  const all = [
    ...view.entries.map(({ happened_at: at }) => at),
    ...view.clocks
      .filter((clock) => clock.limit !== null && !isClockWaived(clock))
      .flatMap((clock) => [clock.start, clock.limit, clock.original, clock.ended_at === null ? clock.target : null, clock.ended_at]),
    ...(isTicketOngoing(view) ? [now] : []),
  ];
  return [...new Map(all.filter((at) => at !== null).map((at) => [Math.floor(at / 60_000), at])).values()].sort((a, b) => a - b);
}

/** The place of an instant. Long waits are drawn together: ten minutes at the beginning and a day of waiting must both be
 *  seen, so a wait takes the cube root of its length, and never less than can be told apart. */
export function createTimeScale(all: readonly number[], width: number): (at: number) => number {
  const gaps = all.slice(1).map((at, place) => at - (all[place] ?? at));
  const least = Math.min(14, width / 2 / Math.max(1, gaps.length));
  const roots = gaps.map((gap) => Math.cbrt(gap));
  const sum = roots.reduce((total, root) => total + root, 0);
  const room = width - least * gaps.length;
  const xs = [0];
  roots.forEach((root, place) => xs.push((xs[place] ?? 0) + least + (sum > 0 ? (room * root) / sum : 0)));
  return (at) => {
    const after = all.findIndex((one) => one >= at);
    if (all.length < 2 || after === 0) return 0;
    if (after < 0) return xs.at(-1) ?? 0;
    const [from, to] = [all[after - 1] ?? at, all[after] ?? at];
    const [left, right] = [xs[after - 1] ?? 0, xs[after] ?? 0];
    return left + ((right - left) * (at - from)) / (to - from);
  };
}

/** About how wide a text is, at the size of the line's labels. */
export function estimateTextWidth(text: string): number {
  return [...text].reduce((sum, char) => sum + (char.charCodeAt(0) > 0x2000 ? 12 : 7), 0);
}

const SPACE = 8;

/** A label begins at its mark, or ends there towards the right edge, so that those of a cluster stand like stairs. */
function laid({ x, text }: AxisLabel, width: number): { left: number; right: number } {
  const span = estimateTextWidth(text);
  const left = x <= width * 0.6 ? Math.min(x, width - span) : Math.max(0, x - span);
  return { left, right: left + span };
}

/** Whether two touch: in one row, or where the thin line from the upper one down to its mark crosses the lower one. */
function touch(a: PlacedLabel, b: PlacedLabel): boolean {
  if (a.row === b.row) return a.left < b.right + SPACE && b.left < a.right + SPACE;
  const [upper, lower] = a.row > b.row ? [a, b] : [b, a];
  return upper.x > lower.left - 3 && upper.x < lower.right + 3;
}

/** All of them in rows above one another, if there is room for all. */
function together(labels: readonly AxisLabel[], rows: number, width: number): PlacedLabel[] | null {
  const rising = [...labels].sort((a, b) => a.x - b.x);
  const [begin, end] = [rising.filter(({ x }) => x <= width * 0.6), rising.filter(({ x }) => x > width * 0.6)];
  const done: PlacedLabel[] = [];
  for (const label of [...begin.reverse(), ...end]) {
    const places = Array.from({ length: rows }, (_, row): PlacedLabel => ({ ...label, ...laid(label, width), row }));
    const free = places.find((place) => !done.some((one) => touch(one, place)));
    if (!free) return null;
    done.push(free);
  }
  return done;
}

/** As many as have room without touching, the important ones first. */
export function placeLabels(labels: readonly AxisLabel[], rows: number, width: number): PlacedLabel[] {
  let shown: PlacedLabel[] = [];
  for (const label of [...labels].sort((a, b) => b.weight - a.weight || a.x - b.x)) {
    shown = together([...shown, label], rows, width) ?? shown;
  }
  return shown;
}

/** The same in words, for whoever does not see it. */
export function describeTimeAxis(view: TicketView, now: number): string {
  const happened = view.entries.map((entry) => `${formatMoment(entry.happened_at)} ${entry.title}${entry.late_entry ? "（补录）" : ""}`);
  const clocks = buildClockLanes(view, now, formatMoment).map(({ name, says: how, limits }) => [`${name}${how}`, ...limits.map(({ text }) => text.replace("✕", "已超"))].join("，"));
  const open = isTicketOngoing(view) ? [`现在 ${formatMoment(now)}`] : [];
  return `时间轴。办理过程：${happened.join("；")}。时限：${clocks.join("；") || "没有计时"}。${open.join("")}`;
}
