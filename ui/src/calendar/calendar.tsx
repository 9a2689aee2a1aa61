// 日程: appointments with customers and community events, by day, week and month; the address says which.
import { LeftOutlined, RightOutlined } from "@ant-design/icons";
import { Alert, Button, Skeleton } from "antd";
import { useEffect, useRef, useState } from "react";
import { Link, useSearchParams } from "react-router";
import { useRenewed } from "../call/renewed";
import { useRead } from "../call/use";
import type { CalendarEntry, CalendarKind, Calendar as WorkCalendar } from "../gen/wire";
import { Page } from "../part/page";
import { Failed } from "../part/refusal";
import { Segments } from "../part/segments";
import { options, words } from "../text/options";
import { useAround } from "../ticket/around";
import { programNow } from "../time/now";
import { day } from "../time/shanghai";
import "./calendar.css";
import { keyOf } from "./entry";
import { HoursView } from "./hours";
import { useCalendarKeys } from "./keys";
import { byDay } from "./layout";
import { MonthView, shownOf } from "./month";
import { addDays, asked, beside, daysOf, startOf, title, type View } from "./span";

const VIEWS: { value: View; label: string; title: string }[] = [
  { value: "day", label: "日", title: "按日（D）" },
  { value: "week", label: "周", title: "按周（W）" },
  { value: "month", label: "月", title: "按月（M）" },
];

const KINDS = [{ value: "all", label: "全部" }, ...options(words.CalendarKind)];

export function CalendarPage() {
  const [search, setSearch] = useSearchParams();
  const { view, date } = asked(search, programNow());
  const what = search.get("what");
  const kind = what !== null && what in words.CalendarKind ? (what as CalendarKind) : null;
  const calendar = useRead("calendar_get", {});
  const days = daysOf(view, date);
  useRenewed();
  const read = useRead("ticket_calendar", { from: startOf(days[0] ?? date), to: startOf(addDays(days.at(-1) ?? date, 1)) }, { keep: true });
  // Ahead of the picture: keys may follow each other faster than it is drawn.
  const here = useRef({ view, date });
  useEffect(() => {
    here.current = { view, date };
  }, [view, date]);
  const go = ({ what: which = kind ?? "all", ...next }: { view?: View; date?: string; what?: string }) => {
    here.current = { ...here.current, ...next };
    setSearch({ ...here.current, ...(which === "all" ? {} : { what: which }) }, { replace: true });
  };
  const move = (way: 1 | -1) => go({ date: beside(here.current.view, here.current.date, way) });
  const today = () => go({ date: day(programNow()) });
  const error = read.error ?? calendar.error;
  const entries = read.data?.entries.filter((entry) => kind === null || entry.what === kind);
  return (
    <Page
      title={`日程　${title(view, date)}`}
      extra={
        <>
          <Link to="/plan">社区活动计划</Link>
          <Segments label="显示哪些" value={kind ?? "all"} onChange={(next) => go({ what: next })} options={KINDS} />
          <Segments<View> label="日程范围" value={view} onChange={(next) => go({ view: next })} options={VIEWS} />
          <Button icon={<LeftOutlined />} aria-label="前一段" title="前一段（←）" onClick={() => move(-1)} />
          <Button title="今天（T）" onClick={today}>
            今天
          </Button>
          <Button icon={<RightOutlined />} aria-label="后一段" title="后一段（→）" onClick={() => move(1)} />
        </>
      }
    >
      {error && <Failed error={error} again={() => void Promise.all([read.refetch(), calendar.refetch()])} />}
      {entries && calendar.data ? (
        <Spread view={view} date={date} days={days} entries={entries} calendar={calendar.data.calendar} go={go} move={move} today={today} />
      ) : (
        !error && <Skeleton active />
      )}
    </Page>
  );
}

interface SpreadProps {
  view: View;
  date: string;
  days: string[];
  entries: CalendarEntry[];
  calendar: WorkCalendar;
  go: (next: { view?: View; date?: string }) => void;
  move: (way: 1 | -1) => void;
  today: () => void;
}

const NOTHING: Record<View, string> = { day: "这一天", week: "这一周", month: "这段时间" };

function Spread({ view, date, days, entries, calendar, go, move, today }: SpreadProps) {
  const box = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState<string | null>(null);
  const all = byDay(entries, days, day);
  const shown = view === "month" ? all.map(shownOf) : all;
  const keys = shown.map((those) => those.map(keyOf));
  const stop = keys.flat().find((key) => key === active) ?? keys.flat()[0] ?? null;
  useAround(all.flat().map(({ ticket }) => ticket));
  const press = useCalendarKeys({ box, keys, move, today, view: (next) => go({ view: next }) });
  const open = (one: string) => go({ view: "day", date: one });
  return (
    <div
      ref={box}
      className="fills calendar"
      onKeyDown={press}
      onFocus={({ target }) => {
        const { entry } = (target as HTMLElement).dataset;
        if (entry) setActive(entry);
      }}
    >
      {entries.length === 0 && (
        <Alert
          type="info"
          showIcon
          title={`${NOTHING[view]}没有预约和活动。与用户约定的时间，请在工单上办理“${words.Step.appoint}”登记；社区活动，请在“社区活动”中登记或导入。`}
        />
      )}
      {view === "month" ? (
        <MonthView date={date} days={days} entries={all} calendar={calendar} stop={stop} open={open} />
      ) : (
        <HoursView days={days} entries={all} calendar={calendar} stop={stop} open={open} />
      )}
    </div>
  );
}
