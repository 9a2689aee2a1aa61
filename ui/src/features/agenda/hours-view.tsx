// A day or a week by its hours: working hours light, the others shaded, now as a line.
import { useEffect, useRef } from "react";
import type { WorkingCalendar, AgendaEntry } from "../../gen/wire";
import { findDayKind, listWorkingHours } from "../settings";
import { useNow } from "../../api/now";
import { formatTimeOfDay, formatDay } from "../../shared/time/shanghai";
import { toEntryKey } from "./entry";
import { EntryLink } from "./entry-link";
import { DayHead } from "./day-head";
import { placeDayEntries } from "./day-layout";
import { formatMonthDay, startOfDay, formatWeekday } from "./agenda-range";

interface Props {
  days: readonly string[];
  /** Each day's. */
  entries: readonly AgendaEntry[][];
  calendar: WorkingCalendar;
  stop: string | null;
  open: (date: string) => void;
}

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);
const MORNING = 7;
const share = (minutes: number) => `${(minutes / 1440) * 100}%`;

export function HoursView({ days, entries, calendar, stop, open }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const today = formatDay(useNow());
  const first = days[0];
  // The working day comes into sight, and what lies before it.
  const early = Math.min(MORNING, ...entries.flat().map(({ at }) => Number(formatTimeOfDay(at).slice(0, 2))));
  useEffect(() => {
    const hour = box.current?.querySelector<HTMLElement>(`[data-hour="${early}"]`);
    if (box.current && hour) box.current.scrollTop = hour.offsetTop - hour.offsetHeight / 2 - 4;
  }, [first, early]);
  return (
    <div
      ref={box}
      className="hours"
      style={{ gridTemplateColumns: `3.6em repeat(${days.length}, minmax(0, 1fr))` }}
      role="group"
      aria-label="按小时排列的日程"
      tabIndex={0}
    >
      <div className="corner" />
      {days.map((date) => (
        <div key={date} className={`hours-head${date === today ? " now" : ""}`}>
          <DayHead date={date} today={today} kind={findDayKind(calendar, date)} open={days.length > 1 ? () => open(date) : undefined} />
        </div>
      ))}
      <div className="hours-scale number" aria-hidden>
        {HOURS.map((hour) => (
          <span key={hour} data-hour={hour} style={{ top: share(hour * 60) }}>
            {hour > 0 && `${hour}:00`}
          </span>
        ))}
      </div>
      {days.map((date, place) => (
        <section key={date} className="hours-day" aria-label={`${formatMonthDay(date)} ${formatWeekday(date)}，${entries[place]?.length ?? 0} 项`}>
          {listWorkingHours(calendar, date).map(({ from, to }) => (
            <i key={from} className="worked" style={{ top: share(from), height: share(to - from) }} />
          ))}
          <i className="lines" />
          {placeDayEntries(entries[place] ?? [], startOfDay(date)).map(({ entry, from, till, lane, of }) => (
            <EntryLink
              key={toEntryKey(entry)}
              entry={entry}
              stop={toEntryKey(entry) === stop}
              style={{ top: share(from), height: share(till - from), left: `${(lane / of) * 100}%`, width: `${100 / of}%` }}
            />
          ))}
          {date === today && <NowLine date={date} />}
        </section>
      ))}
    </div>
  );
}

function NowLine({ date }: { date: string }) {
  const now = useNow();
  return <i className="now-line" style={{ top: share((now - startOfDay(date)) / 60_000) }} />;
}
