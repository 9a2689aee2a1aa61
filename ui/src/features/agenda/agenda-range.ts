// Days as texts, `2026-11-23`, and the spans of them that are looked at.
import { formatDay } from "../../shared/time/shanghai";

export type AgendaView = "day" | "week" | "month";

const DAY = 86_400_000;
const OFFSET = 8 * 3_600_000;
const WEEKDAYS = ["日", "一", "二", "三", "四", "五", "六"];

const text = (at: number) => new Date(at).toISOString().slice(0, 10);

export const addDays = (date: string, days: number) => text(Date.parse(date) + days * DAY);

/** When the day begins in Shanghai. */
export const startOfDay = (date: string) => Date.parse(date) - OFFSET;

export const formatWeekday = (date: string) => `周${WEEKDAYS[new Date(date).getUTCDay()]}`;

const monday = (date: string) => addDays(date, -((new Date(date).getUTCDay() + 6) % 7));

/** The same day of another month, or its last one. */
function addMonths(date: string, months: number): string {
  const first = new Date(`${date.slice(0, 7)}-01`);
  first.setUTCMonth(first.getUTCMonth() + months);
  const length = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  return addDays(text(first.getTime()), Math.min(Number(date.slice(8)), length) - 1);
}

/** The days shown; a month with the whole weeks it lies in. */
export function listShownDays(view: AgendaView, date: string): string[] {
  const run = (from: string, length: number) => Array.from({ length }, (_, place) => addDays(from, place));
  if (view === "day") return [date];
  if (view === "week") return run(monday(date), 7);
  const first = monday(`${date.slice(0, 7)}-01`);
  const next = addMonths(`${date.slice(0, 7)}-01`, 1);
  const weeks = Math.ceil((Date.parse(next) - Date.parse(first)) / DAY / 7);
  return run(first, weeks * 7);
}

/** The day looked at in the span before or after. */
export function shiftDate(view: AgendaView, date: string, way: 1 | -1): string {
  if (view === "month") return addMonths(date, way);
  return addDays(date, view === "week" ? 7 * way : way);
}

/** `11月23日`. */
export const formatMonthDay = (date: string) => `${Number(date.slice(5, 7))}月${Number(date.slice(8))}日`;

export function formatAgendaTitle(view: AgendaView, date: string): string {
  const year = `${date.slice(0, 4)}年`;
  if (view === "day") return `${year}${formatMonthDay(date)} ${formatWeekday(date)}`;
  if (view === "month") return `${year}${Number(date.slice(5, 7))}月`;
  const days = listShownDays("week", date);
  const [first = date, last = date] = [days[0], days.at(-1)];
  const far = first.slice(0, 4) === last.slice(0, 4) ? "" : `${last.slice(0, 4)}年`;
  return `${first.slice(0, 4)}年${formatMonthDay(first)}—${far}${formatMonthDay(last)}`;
}

/** What the address asks for; this week where it asks for nothing that is known. */
export function parseAgendaSearch(search: URLSearchParams, now: number): { view: AgendaView; date: string } {
  const view = search.get("view");
  const date = search.get("date") ?? "";
  const real = /^2[01]\d\d-\d\d-\d\d$/.test(date) && !Number.isNaN(Date.parse(date)) && text(Date.parse(date)) === date;
  return { view: view === "day" || view === "month" ? view : "week", date: real ? date : formatDay(now) };
}
