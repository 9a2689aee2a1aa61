// 图表 of a report: what came by kind and by day, what became of it, at which hours, from which communities. Never by colour
// alone: every part bears its name and its number.
import { Empty } from "antd";
import { Link, useNavigate } from "react-router";
import type { LabelledCount, Report } from "../../gen/wire";
import { ChartPanel } from "../../shared/charts/chart-panel";
import { ChartCard } from "../../shared/charts/chart-card";
import { linkToDay, linkToOutcome, linkToPart, linkToWeekHour } from "./ticket-links";
import { buildCourseOption, buildHeatmapOption, HOUR_NAMES, buildRankingOption, buildRingOption, WEEKDAY_NAMES } from "../../shared/charts/chart-options";
import { TrendCharts } from "./trend-charts";

/** A ranking longer than this is read in the table. */
const FIRST = 10;

/** A name that leads to its tickets, where the list can show them. */
const named = (label: string, to: string | null) => (to ? <Link to={to}>{label}</Link> : label);

const counted = (head: string, counts: LabelledCount[], to: (label: string, place: number) => string | null) => ({
  rowKey: "label",
  dataSource: counts,
  columns: [
    { title: head, render: (_: unknown, { label }: LabelledCount, place: number) => named(label, to(label, place)) },
    { title: "件数", dataIndex: "count", className: "number", align: "right" as const, width: 96 },
  ],
});

/** Hours below each other: as columns they would be wider than the card. */
const byHour = (counts: number[][], to: (hour: number) => string) => ({
  rowKey: "hour",
  dataSource: HOUR_NAMES.map((hour, place) => ({ hour, days: counts.map((hours) => hours[place] ?? 0) })),
  columns: [
    { title: "时", dataIndex: "hour", className: "number", width: 64 },
    ...WEEKDAY_NAMES.map((title, day) => ({
      title,
      className: "number",
      align: "right" as const,
      render: (_: unknown, { days }: { days: number[] }, hour: number) => (days[day] ? <Link to={to(day * HOUR_NAMES.length + hour)}>{days[day]}</Link> : "—"),
    })),
  ],
});

export function ReportCharts({ report, show }: { report: Report; show: (month: string) => void }) {
  const navigate = useNavigate();
  const follow = (to: string | null) => to && void navigate(to);
  const parts = (zh: string) => report.breakdowns.find((one) => one.zh === zh)?.counts ?? [];
  const services = parts("服务类别");
  const communities = parts("小区").filter(({ label }) => label !== "未填写");
  const month = report.kind === "month";
  const day = (_: string, place: number) => (month ? linkToDay(report, place) : null);
  const outcome = (label: string) => linkToOutcome(report, label);
  const weekHour = (hour: number) => linkToWeekHour(report, hour);
  const part = (by: string) => (label: string) => linkToPart(report, by, label);
  const at = (counts: LabelledCount[], to: (label: string, place: number) => string | null) => (place: number) => follow(to(counts[place]?.label ?? "", place));
  // Below the chart's line a bare number says enough; in a table it does not.
  const dated = month ? report.course.map(({ label, count }) => ({ label: `${label}日`, count })) : report.course;
  return (
    <ChartCard id="charts">
      {(asTable) => (
        <>
          {services.length === 0 && <Empty description="这一期还没有受理事项，请在上方另选时间。" />}
          <div className="charts">
            {services.length > 0 && (
              <>
                <ChartPanel title={month ? "每日受理" : "每月受理"} className="wide" asTable={asTable} option={(token) => buildCourseOption(report.course, token)} table={counted(month ? "日期" : "月份", dated, day)} pick={at(report.course, day)} />
                <ChartPanel title="按服务类别" asTable={asTable} option={(token) => buildRankingOption(services, token)} table={counted("服务类别", services, part("服务类别"))} pick={at(services, part("服务类别"))} />
                <ChartPanel title="办理结果" asTable={asTable} option={(token) => buildRingOption(report.outcomes, token)} table={counted("结果", report.outcomes, outcome)} pick={at(report.outcomes, outcome)} />
                <ChartPanel title="星期与时段" className="wide" asTable={asTable} option={(token) => buildHeatmapOption(report.heat, token)} table={byHour(report.heat, weekHour)} pick={(hour) => follow(weekHour(hour))} />
                <ChartPanel
                  title={communities.length > FIRST ? `受理较多的小区（前 ${FIRST} 个）` : "受理较多的小区"}
                  className="wide"
                  asTable={asTable}
                  option={(token) => buildRankingOption(communities.slice(0, FIRST), token)}
                  table={counted("小区", communities, part("小区"))}
                  pick={at(communities, part("小区"))}
                  height={280}
                />
              </>
            )}
            <TrendCharts report={report} asTable={asTable} show={show} />
          </div>
        </>
      )}
    </ChartCard>
  );
}
