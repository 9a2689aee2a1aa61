// The day by hours, as charts and tables show it: what each hour is called, how much was in it, which tickets those are.
import type { HourlyCounts, LabelledCount } from "../../gen/wire";
import { formatTimeOfDay } from "../../shared/time/shanghai";

const HOUR = 3_600_000;

/** An hour's number, and the list of its tickets. */
export interface HourCount extends LabelledCount {
  to: string;
  /** As many a day before. */
  before?: number;
}

const list = (pairs: Record<string, string | number>) => `/tickets?${new URLSearchParams(Object.entries(pairs).map(([name, value]) => [name, String(value)]))}`;

/** What was received in each hour of today. */
export function toReceivedHours({ today, received, received_before }: HourlyCounts): HourCount[] {
  return received.map((count, place) => {
    const from = today + place * HOUR;
    return { label: `${place} 时`, count, before: received_before[place] ?? 0, to: list({ from, to: from + HOUR }) };
  });
}

/** What has run out, and what runs out in each of the hours to come. */
export function toDueHours({ hour, due, missed, now }: HourlyCounts): HourCount[] {
  const hours = due.map((count, place) => {
    const from = hour + place * HOUR;
    return { label: formatTimeOfDay(from), count, to: list({ order: "deadline", due_from: Math.max(from, now), due_to: from + HOUR }) };
  });
  return [{ label: "已超时", count: missed, to: list({ order: "deadline", overdue: 1 }) }, ...hours];
}
