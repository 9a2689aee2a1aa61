// Whether a moment lies in working hours, for the hint shown while a report is typed. The program decides by
// itself when the form is raised; nothing is sent from here.
import type { Calendar } from "../gen/wire";
import { day } from "../time/shanghai";

const OFFSET = 8 * 3_600_000;

export function inHours(calendar: Calendar, at: number): boolean {
  const date = day(at);
  const wall = new Date(at + OFFSET);
  const table = [...calendar.timetables].reverse().find((one) => one.effective_from <= date);
  if (!table) return false;
  const year = calendar.years.find((one) => one.year === wall.getUTCFullYear());
  const weekday = wall.getUTCDay() || 7;
  const works = year?.working.includes(date) || (!year?.off.includes(date) && table.weekdays.includes(weekday));
  if (!works) return false;
  const monthDay = (wall.getUTCMonth() + 1) * 100 + wall.getUTCDate();
  const summer = monthDay >= table.summer_from && monthDay <= table.summer_to;
  const minute = wall.getUTCHours() * 60 + wall.getUTCMinutes();
  return (summer ? table.summer : table.winter).some((part) => minute >= part.from && minute < part.to);
}
