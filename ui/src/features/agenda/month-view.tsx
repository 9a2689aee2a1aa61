// A month: the first entries of each day, the rest one press away.
import type { WorkingCalendar, AgendaEntry } from "../../gen/wire";
import { findDayKind } from "../settings";
import { useNow } from "../../api/now";
import { formatDay } from "../../shared/time/shanghai";
import { toEntryKey } from "./entry";
import { EntryLink } from "./entry-link";
import { DayHead } from "./day-head";
import { formatMonthDay, formatWeekday } from "./agenda-range";

/** Lines a day has room for. */
export const MAX_DAY_LINES = 3;

interface Props {
  /** Whose month it is. */
  date: string;
  days: readonly string[];
  entries: readonly AgendaEntry[][];
  calendar: WorkingCalendar;
  stop: string | null;
  open: (date: string) => void;
}

export function MonthView({ date, days, entries, calendar, stop, open }: Props) {
  const today = formatDay(useNow());
  return (
    <div className="month" role="group" aria-label="按月排列的日程" tabIndex={0} style={{ gridTemplateRows: `auto repeat(${days.length / 7}, minmax(min-content, 1fr))` }}>
      {days.slice(0, 7).map((one) => (
        <b key={one} className="month-head">
          {formatWeekday(one)}
        </b>
      ))}
      {days.map((one, place) => {
        const all = entries[place] ?? [];
        const kind = findDayKind(calendar, one);
        const rest = kind === "off" || kind === "weekend" ? " rest" : "";
        const other = one.slice(0, 7) === date.slice(0, 7) ? "" : " other";
        return (
          <section key={one} className={`month-day${rest}${other}${one === today ? " now" : ""}`} aria-label={`${formatMonthDay(one)} ${formatWeekday(one)}，${all.length} 项`}>
            <DayHead date={one} today={today} kind={kind} bare open={() => open(one)} />
            {pickShownEntries(all).map((entry) => (
              <EntryLink key={toEntryKey(entry)} entry={entry} stop={toEntryKey(entry) === stop} line />
            ))}
            {all.length > pickShownEntries(all).length && (
              <button type="button" className="month-more" onClick={() => open(one)}>
                另有 {all.length - pickShownEntries(all).length} 项
              </button>
            )}
          </section>
        );
      })}
    </div>
  );
}

/** One line is kept for the others where they are too many. */
export const pickShownEntries = <E,>(all: readonly E[]): readonly E[] => (all.length > MAX_DAY_LINES ? all.slice(0, MAX_DAY_LINES - 1) : all);
