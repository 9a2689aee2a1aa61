// Working hours and days as people write them: `08:30-12:00 14:00-18:00`, `05-01`, a day a line.
import type { WorkingInterval } from "../../gen/wire";

const two = (n: number) => String(n).padStart(2, "0");
const time = (minute: number) => `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;

export function writeIntervals(intervals: readonly WorkingInterval[]): string {
  return intervals.map(({ from, to }) => `${time(from)}-${time(to)}`).join(" ");
}

/** `null` where it cannot be read. Whether intervals cross is the program's to say. */
export function readIntervals(text: string): WorkingInterval[] | null {
  const words = text.trim().split(/[\s,，、;；]+/).filter(Boolean);
  const read = words.map((word) => {
    const found = /^(\d{1,2})[:：](\d{2})[-–—~至](\d{1,2})[:：](\d{2})$/.exec(word);
    if (!found) return null;
    const [hour, minute, hour2, minute2] = found.slice(1).map(Number) as [number, number, number, number];
    if (minute > 59 || minute2 > 59) return null;
    return { from: hour * 60 + minute, to: hour2 * 60 + minute2 };
  });
  return read.every((one): one is WorkingInterval => one !== null) ? read : null;
}

/** 501 → `05-01`. */
export const writeDay = (day: number): string => `${two(Math.floor(day / 100))}-${two(day % 100)}`;

export function readDay(text: string): number | null {
  const found = /^(\d{1,2})-(\d{1,2})$/.exec(text.trim());
  return found ? Number(found[1]) * 100 + Number(found[2]) : null;
}

/** Days of a year, one or many: `2026-10-01`, `10-01`, `10-01~10-07`. Sorted, each once; `null` if unreadable. */
export function readDays(text: string, year: number): string[] | null {
  const days = new Set<string>();
  for (const word of text.split(/[\s,，、;；]+/).filter(Boolean)) {
    const [first, last, ...more] = word.split(/[~～至]/);
    const from = oneDay(first ?? "", year);
    const to = last === undefined ? from : oneDay(last, year);
    if (from === null || to === null || more.length > 0 || to < from) return null;
    for (let at = from; at <= to; at += 86_400_000) days.add(new Date(at).toISOString().slice(0, 10));
  }
  return [...days].sort();
}

function oneDay(text: string, year: number): number | null {
  const found = /^(?:(\d{4})-)?(\d{1,2})-(\d{1,2})$/.exec(text);
  if (!found || (found[1] && Number(found[1]) !== year)) return null;
  const [month, day] = [Number(found[2]), Number(found[3])];
  const at = Date.UTC(year, month - 1, day);
  const real = new Date(at);
  return real.getUTCMonth() === month - 1 && real.getUTCDate() === day ? at : null;
}

/** Days as text, runs drawn together: `10-01~10-07 11-03`. */
export function writeDays(days: readonly string[]): string {
  const runs: [string, string][] = [];
  for (const day of [...days].sort()) {
    const last = runs.at(-1);
    if (last && Date.parse(day) - Date.parse(last[1]) === 86_400_000) last[1] = day;
    else runs.push([day, day]);
  }
  return runs.map(([a, b]) => (a === b ? a.slice(5) : `${a.slice(5)}~${b.slice(5)}`)).join(" ");
}
