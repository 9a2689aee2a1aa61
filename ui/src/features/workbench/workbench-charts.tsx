// 图表 of the workbench, unfolded by whoever plans the shift: how much is at each stage, when today's reports came, what runs out
// in the hours to come. The day's work stands above it. Every number leads to its tickets.
import { Skeleton } from "antd";
import { useState } from "react";
import { Link, useNavigate } from "react-router";
import { useRead } from "../../api/use-command";
import type { StageCount } from "../../gen/wire";
import { words } from "../../gen/words";
import { ChartPanel } from "../../shared/charts/chart-panel";
import { ChartCard } from "../../shared/charts/chart-card";
import { buildCourseOption, buildRankingOption } from "../../shared/charts/chart-options";
import { useHotkeys } from "../../shared/keyboard/hotkeys";
import { KeyCap } from "../../shared/keyboard/key-cap";
import { FailureAlert } from "../../shared/dialogs/refusal";
import { toDueHours, toReceivedHours, type HourCount } from "./hour-counts";

export function WorkbenchCharts({ counts }: { counts: StageCount[] }) {
  const [open, setOpen] = useState(false);
  const shown = counts.filter(({ count }) => count > 0);
  useHotkeys([{ press: "V", does: "展开或收起图表", group: "本页", run: () => setOpen((on) => !on) }]);
  return (
    <details className="stages-all" open={open} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>
        图表：各环节的工单、今日来单、今后 24 小时到期 <KeyCap of="V" />
      </summary>
      {open && <Drawn stages={shown.map(({ stage, count }) => ({ label: words.Stage[stage], count, to: `/tickets?stage=${stage}` }))} />}
    </details>
  );
}

/** Hours in which nothing was are left out of the table: whoever reads it line by line looks for the others. */
const table = (head: string, hours: HourCount[], before?: string) => ({
  rowKey: "label",
  dataSource: hours.filter(({ count, before }) => count > 0 || before),
  columns: [
    { title: head, render: (_: unknown, { label, to }: HourCount) => <Link to={to}>{label}</Link> },
    { title: "件数", dataIndex: "count", className: "number", align: "right" as const, width: 96 },
    ...(before ? [{ title: before, dataIndex: "before", className: "number", align: "right" as const, width: 96 }] : []),
  ],
});

function Drawn({ stages }: { stages: HourCount[] }) {
  const navigate = useNavigate();
  const read = useRead("ticket_by_hour", {}, { every: 60_000 });
  const pick = (hours: HourCount[]) => (place: number) => {
    const to = hours[place]?.to;
    if (to) void navigate(to);
  };
  if (read.error) return <FailureAlert error={read.error} again={() => void read.refetch()} />;
  if (!read.data) return <Skeleton active />;
  const [came, ends] = [toReceivedHours(read.data), toDueHours(read.data)];
  const before = { now: "今日", then: "昨日", counts: read.data.received_before };
  return (
    <ChartCard>
      {(asTable) => (
        <div className="charts three">
          <ChartPanel title="今日来单（按小时）" asTable={asTable} option={(token) => buildCourseOption(came, token, before)} table={table("时段", came, "昨日")} pick={pick(came)} height={180} />
          <ChartPanel title="今后 24 小时到期（按最近的时限）" asTable={asTable} option={(token) => buildCourseOption(ends, token)} table={table("时段", ends)} pick={pick(ends)} height={180} />
          <ChartPanel title="各环节的工单" className="wide" asTable={asTable} option={(token) => buildRankingOption(stages, token)} table={table("环节", stages)} pick={pick(stages)} height={Math.max(60, stages.length * 22)} />
        </div>
      )}
    </ChartCard>
  );
}
