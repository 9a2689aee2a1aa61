// The desk's time is Asia/Shanghai, whatever the computer is set to. Since 1991 that is UTC+8 all year, and no
// instant here lies before 2000, so a fixed offset says the same as the zone's table.
import dayjs, { type Dayjs } from "dayjs";

const OFFSET = 8 * 3_600_000;
const two = (n: number) => String(n).padStart(2, "0");

function wall(at: number): Date {
  return new Date(at + OFFSET);
}

/** `2026-11-23`. */
export function formatDay(at: number): string {
  const d = wall(at);
  return `${d.getUTCFullYear()}-${two(d.getUTCMonth() + 1)}-${two(d.getUTCDate())}`;
}

/** `02:10`. */
export function formatTimeOfDay(at: number): string {
  const d = wall(at);
  return `${two(d.getUTCHours())}:${two(d.getUTCMinutes())}`;
}

/** `2026-11-23 02:10`. */
export function formatMoment(at: number): string {
  return `${formatDay(at)} ${formatTimeOfDay(at)}`;
}

/** `2026-11-23 02:10:05`. */
export function formatMomentWithSeconds(at: number): string {
  return `${formatMoment(at)}:${two(wall(at).getUTCSeconds())}`;
}

/** `02:10` today, `11-22 02:10` this year, else with the year. */
export function formatShortMoment(at: number, now: number): string {
  if (formatDay(at) === formatDay(now)) return formatTimeOfDay(at);
  return formatDay(at).slice(0, 4) === formatDay(now).slice(0, 4) ? formatMoment(at).slice(5) : formatMoment(at);
}

/** The picker shows the computer's own fields; they are set to Shanghai's. */
export function toPicker(at: number): Dayjs {
  const d = wall(at);
  return dayjs(
    new Date(d.getUTCFullYear(), d.getUTCMonth(), d.getUTCDate(), d.getUTCHours(), d.getUTCMinutes(), d.getUTCSeconds()),
  );
}

/** The instant meant by the picker's fields, read as Shanghai's. */
export function fromPicker(value: Dayjs): number {
  return Date.UTC(value.year(), value.month(), value.date(), value.hour(), value.minute(), value.second()) - OFFSET;
}

/** A span in words: `1 小时 05 分`, `9 分 03 秒`. */
export function formatDuration(milliseconds: number): string {
  const total = Math.floor(Math.abs(milliseconds) / 1000);
  const hours = Math.floor(total / 3600);
  const minutes = Math.floor((total % 3600) / 60);
  if (hours >= 48) return `${Math.floor(hours / 24)} 天 ${hours % 24} 小时`;
  if (hours > 0) return `${hours} 小时 ${two(minutes)} 分`;
  return `${minutes} 分 ${two(total % 60)} 秒`;
}

/** When a day begins: `2026-11-23`. */
export function fromDay(text: string): number {
  return Date.parse(`${text}T00:00:00Z`) - OFFSET;
}
