// 日程: appointments with customers and community events, by day, week and month; the address says which.
import { LeftOutlined, RightOutlined } from "@ant-design/icons";
import { Alert, Button, Skeleton } from "antd";
import { useEffect, useRef, useState } from "react";
import { Link, useSearchParams } from "react-router";
import { useTicketAutoRefresh } from "../../api/use-ticket-auto-refresh";
import { useRead } from "../../api/use-command";
import type { AgendaEntry, AgendaKind, WorkingCalendar as WorkCalendar } from "../../gen/wire";
import { PageLayout } from "../../shared/look/page-layout";
import { FailureAlert } from "../../shared/dialogs/refusal";
import { SegmentedControl } from "../../shared/table/segments";
import { toSelectOptions, words } from "../../shared/text/options";
import { useSetOriginList } from "../../shared/ticket/origin-list";
import { programNow } from "../../api/now";
import { formatDay } from "../../shared/time/shanghai";
import "./calendar.css";
import { toEntryKey } from "./entry";
import { HoursView } from "./hours-view";
import { useAgendaKeys } from "./use-agenda-keys";
import { groupByDay } from "./day-layout";
import { MonthView, pickShownEntries } from "./month-view";
import { addDays, parseAgendaSearch, shiftDate, listShownDays, startOfDay, formatAgendaTitle, type AgendaView } from "./agenda-range";

const VIEWS: { value: AgendaView; label: string; title: string }[] = [
  { value: "day", label: "日", title: "按日（D）" },
  { value: "week", label: "周", title: "按周（W）" },
  { value: "month", label: "月", title: "按月（M）" },
];

const KINDS = [{ value: "all", label: "全部" }, ...toSelectOptions(words.AgendaKind)];

export function AgendaPage() {
  const [search, setSearch] = useSearchParams();
  const { view, date } = parseAgendaSearch(search, programNow());
  const what = search.get("what");
  const kind = what !== null && what in words.AgendaKind ? (what as AgendaKind) : null;
  const calendar = useRead("calendar_get", {});
  const days = listShownDays(view, date);
  useTicketAutoRefresh();
  const read = useRead("ticket_calendar", { from: startOfDay(days[0] ?? date), to: startOfDay(addDays(days.at(-1) ?? date, 1)) }, { keep: true });
  // Ahead of the picture: keys may follow each other faster than it is drawn.
  const here = useRef({ view, date });
  useEffect(() => {
    here.current = { view, date };
  }, [view, date]);
  const go = ({ what: which = kind ?? "all", ...next }: { view?: AgendaView; date?: string; what?: string }) => {
    here.current = { ...here.current, ...next };
    setSearch({ ...here.current, ...(which === "all" ? {} : { what: which }) }, { replace: true });
  };
  const move = (way: 1 | -1) => go({ date: shiftDate(here.current.view, here.current.date, way) });
  const today = () => go({ date: formatDay(programNow()) });
  const error = read.error ?? calendar.error;
  const entries = read.data?.entries.filter((entry) => kind === null || entry.what === kind);
  return (
    <PageLayout
      title={`日程　${formatAgendaTitle(view, date)}`}
      extra={
        <>
          <Link to="/plan">社区活动计划</Link>
          <SegmentedControl label="显示哪些" value={kind ?? "all"} onChange={(next) => go({ what: next })} options={KINDS} />
          <SegmentedControl<AgendaView> label="日程范围" value={view} onChange={(next) => go({ view: next })} options={VIEWS} />
          <Button icon={<LeftOutlined />} aria-label="前一段" title="前一段（←）" onClick={() => move(-1)} />
          <Button title="今天（T）" onClick={today}>
            今天
          </Button>
          <Button icon={<RightOutlined />} aria-label="后一段" title="后一段（→）" onClick={() => move(1)} />
        </>
      }
    >
      {error && <FailureAlert error={error} again={() => void Promise.all([read.refetch(), calendar.refetch()])} />}
      {entries && calendar.data ? (
        <Spread view={view} date={date} days={days} entries={entries} calendar={calendar.data.calendar} go={go} move={move} today={today} />
      ) : (
        !error && <Skeleton active />
      )}
    </PageLayout>
  );
}

interface SpreadProps {
  view: AgendaView;
  date: string;
  days: string[];
  entries: AgendaEntry[];
  calendar: WorkCalendar;
  go: (next: { view?: AgendaView; date?: string }) => void;
  move: (way: 1 | -1) => void;
  today: () => void;
}

const NOTHING: Record<AgendaView, string> = { day: "这一天", week: "这一周", month: "这段时间" };

function Spread({ view, date, days, entries, calendar, go, move, today }: SpreadProps) {
  const box = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState<string | null>(null);
  const all = groupByDay(entries, days, formatDay);
  const shown = view === "month" ? all.map(pickShownEntries) : all;
  const keys = shown.map((those) => those.map(toEntryKey));
  const stop = keys.flat().find((key) => key === active) ?? keys.flat()[0] ?? null;
  useSetOriginList(all.flat().map(({ ticket }) => ticket));
  const press = useAgendaKeys({ box, keys, move, today, view: (next) => go({ view: next }) });
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
          title={`${NOTHING[view]}没有预约和活动。与用户约定的时间，请在工单上办理“${words.StepKind.appoint}”登记；社区活动，请在“社区活动”中登记或导入。`}
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
