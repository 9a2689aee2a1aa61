// What is said of a computer whose time lies before the last record: somebody has set the clock back, or it was wrong before.
import type { DeskState } from "../../gen/wire";
import { formatMoment } from "./shanghai";

const MEANWHILE = "校准以前，新的记录按最近一条记录的时间登记，时限可能不准。电脑时间没有错的，请联系系统管理员。";

export function describeClockBehind({ clock_behind: last, now }: DeskState): string | null {
  if (last === null) return null;
  return `电脑时间（${formatMoment(now)}）早于最近一条记录（${formatMoment(last)}），请校准电脑的日期和时间。${MEANWHILE}`;
}
