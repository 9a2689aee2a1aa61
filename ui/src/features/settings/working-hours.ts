// Which days and hours are worked, for the hint shown while a report is typed and for the days of 日程. The program decides by
// itself when the form is raised; nothing is sent from here.
import type { WorkingCalendar, WorkingInterval } from "../../gen/wire";
import { formatTimeOfDay, formatDay } from "../../shared/time/shanghai";

export type DayKind = "off" | "moved" | "weekend" | "plain";

const table = (calendar: WorkingCalendar, date: string) => [...calendar.timetables].reverse().find((one) => one.effective_from <= date);

/** A day as the calendar has it: a holiday, a day worked in exchange (调休), neither. */
export function findDayKind(calendar: WorkingCalendar, date: string): DayKind {
  const year = calendar.years.find((one) => one.year === Number(date.slice(0, 4)));
  if (year?.working.includes(date)) return "moved";
  if (year?.off.includes(date)) return "off";
  const weekday = new Date(date).getUTCDay() || 7;
  return table(calendar, date)?.weekdays.includes(weekday) === false ? "weekend" : "plain";
}

/** The hours worked on a day, in minutes. */
export function listWorkingHours(calendar: WorkingCalendar, date: string): WorkingInterval[] {
  const hours = table(calendar, date);
  const kind = findDayKind(calendar, date);
  if (!hours || kind === "off" || kind === "weekend") return [];
  const monthDay = Number(date.slice(5, 7)) * 100 + Number(date.slice(8));
  return monthDay >= hours.summer_from && monthDay <= hours.summer_to ? hours.summer : hours.winter;
}

export function isWorkingTime(calendar: WorkingCalendar, at: number): boolean {
  const [hour, minute] = formatTimeOfDay(at).split(":").map(Number) as [number, number];
  const within = hour * 60 + minute;
  return listWorkingHours(calendar, formatDay(at)).some((part) => within >= part.from && within < part.to);
}
