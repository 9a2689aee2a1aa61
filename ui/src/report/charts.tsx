// 图表 of a report: what came by kind and by day, what became of it, at which hours, from which communities. Never by colour
// alone: every part bears its name and its number.
import { Card, Empty, Flex, Segmented, type GlobalToken } from "antd";
import type { EChartsCoreOption } from "echarts/core";
import { useMemo, useState } from "react";
import { Link, useNavigate } from "react-router";
import type { Count, Report } from "../gen/wire";
import { Chart } from "../part/chart";
import { useHotkeys, type Hotkey } from "../part/hotkeys";
import { ofDay, ofOutcome, ofPart } from "./behind-count";

const WEEK = ["周一", "周二", "周三", "周四", "周五", "周六", "周日"];
const HOURS = Array.from({ length: 24 }, (_, hour) => String(hour));
/** A ranking longer than this is read in the table. */
const FIRST = 10;

const text = (token: GlobalToken) => ({ color: token.colorText, fontFamily: token.fontFamily, fontSize: token.fontSizeSM });

const base = (token: GlobalToken): EChartsCoreOption => ({
  animation: false,
  textStyle: text(token),
  tooltip: { backgroundColor: token.colorBgElevated, borderColor: token.colorBorder, textStyle: text(token), confine: true },
});

const axis = (token: GlobalToken) => ({
  axisLabel: text(token),
  axisLine: { lineStyle: { color: token.colorBorder } },
  axisTick: { show: false },
  splitLine: { lineStyle: { color: token.colorBorderSecondary } },
});

/** Bars lying down, the most on top. */
export function ranking(counts: Count[], token: GlobalToken): EChartsCoreOption {
  return {
    ...base(token),
    grid: { left: 4, right: 36, top: 4, bottom: 4, containLabel: true },
    xAxis: { type: "value", show: false },
    yAxis: { type: "category", inverse: true, data: counts.map(({ label }) => label), ...axis(token), axisLabel: { ...text(token), width: 130, overflow: "truncate" } },
    series: [{ type: "bar", barMaxWidth: 18, itemStyle: { color: token.colorPrimary, borderRadius: 2 }, label: { show: true, position: "right", ...text(token) }, data: counts.map(({ count }) => count) }],
  };
}

/** Bars standing, one for each day or month. */
export function course(counts: Count[], token: GlobalToken): EChartsCoreOption {
  return {
    ...base(token),
    grid: { left: 4, right: 8, top: 18, bottom: 4, containLabel: true },
    xAxis: { type: "category", data: counts.map(({ label }) => label), ...axis(token), splitLine: { show: false } },
    yAxis: { type: "value", minInterval: 1, ...axis(token) },
    series: [
      {
        type: "bar",
        barMaxWidth: 26,
        itemStyle: { color: token.colorPrimary, borderRadius: [2, 2, 0, 0] },
        // A day without a report says so by having no bar.
        label: { show: true, position: "top", ...text(token) },
        data: counts.map(({ count }) => (count === 0 ? null : count)),
      },
    ],
  };
}

export function ring(counts: Count[], token: GlobalToken): EChartsCoreOption {
  const colours = [token.colorSuccess, token.colorPrimary, token.colorWarning, token.colorTextDescription, token.colorError];
  return {
    ...base(token),
    series: [
      {
        type: "pie",
        radius: ["42%", "66%"],
        itemStyle: { borderColor: token.colorBgContainer, borderWidth: 2 },
        label: { ...text(token), formatter: "{b} {c} 件" },
        labelLine: { lineStyle: { color: token.colorTextDescription } },
        // Nothing has no part of a ring; the place of each among the counts is kept.
        data: counts.map(({ label, count }, place) => ({ name: label, value: count === 0 ? null : count, itemStyle: { color: colours[place % colours.length] } })),
      },
    ],
  };
}

/** Weekday by hour; the number stands in the field, the colour only helps. */
export function heat(counts: number[][], token: GlobalToken): EChartsCoreOption {
  const most = Math.max(1, ...counts.flat());
  return {
    ...base(token),
    grid: { left: 4, right: 4, top: 4, bottom: 4, containLabel: true },
    xAxis: { type: "category", data: HOURS, ...axis(token), splitLine: { show: false } },
    yAxis: { type: "category", inverse: true, data: WEEK, ...axis(token), splitLine: { show: false } },
    // Half the primary colour at most, so that the numbers stay readable in it.
    visualMap: { show: false, min: 0, max: most, inRange: { color: [token.colorBgContainer, token.colorPrimaryBorder] } },
    series: [
      {
        type: "heatmap",
        itemStyle: { borderColor: token.colorBorderSecondary, borderWidth: 1 },
        label: { show: true, ...text(token), formatter: ({ value }: { value: number[] }) => (value[2] ? String(value[2]) : "") },
        data: counts.flatMap((hours, day) => hours.map((count, hour) => [hour, day, count])),
      },
    ],
  };
}

/** A name that leads to its tickets, where the list can show them. */
const named = (label: string, to: string | null) => (to ? <Link to={to}>{label}</Link> : label);

const counted = (head: string, counts: Count[], to: (label: string, place: number) => string | null) => ({
  rowKey: "label",
  dataSource: counts,
  columns: [
    { title: head, render: (_: unknown, { label }: Count, place: number) => named(label, to(label, place)) },
    { title: "件数", dataIndex: "count", className: "number", align: "right" as const, width: 96 },
  ],
});

const byDay = (counts: number[][]) => ({
  rowKey: "label",
  dataSource: counts.map((hours, day) => ({ label: WEEK[day] ?? "", hours })),
  columns: [
    { title: "", dataIndex: "label" },
    ...HOURS.map((hour, place) => ({ title: hour, className: "number", align: "right" as const, render: (_: unknown, { hours }: { hours: number[] }) => hours[place] || "—" })),
  ],
});

export function Charts({ report }: { report: Report }) {
  const [asTable, setAsTable] = useState(false);
  const navigate = useNavigate();
  const keys = useMemo<Hotkey[]>(() => [{ press: "T", does: "图表改为表格，或改回图表", group: "本页", run: () => setAsTable((on) => !on) }], []);
  useHotkeys(keys);
  const follow = (to: string | null) => to && void navigate(to);
  const parts = (zh: string) => report.breakdowns.find((one) => one.zh === zh)?.counts ?? [];
  const services = parts("服务类别");
  const communities = parts("小区").filter(({ label }) => label !== "未填写");
  const day = (_: string, place: number) => (report.kind === "month" ? ofDay(report, place) : null);
  const outcome = (label: string) => ofOutcome(report, label);
  const part = (by: string) => (label: string) => ofPart(report, by, label);
  const at = (counts: Count[], to: (label: string, place: number) => string | null) => (place: number) => follow(to(counts[place]?.label ?? "", place));
  const days = report.kind === "month" ? "日期" : "月份";
  return (
    <Card
      id="charts"
      size="small"
      title="图表"
      extra={
        <Flex gap={8} align="center">
          <kbd className="key" aria-hidden>
            T
          </kbd>
          <Segmented<boolean>
            aria-label="图表的样子"
            value={asTable}
            onChange={setAsTable}
            options={[
              { value: false, label: "图" },
              { value: true, label: "表格" },
            ]}
          />
        </Flex>
      }
    >
      {services.length === 0 ? (
        <Empty description="这一期还没有受理事项。" />
      ) : (
        <div className="charts">
          <Chart title={report.kind === "month" ? "每日受理" : "每月受理"} className="wide" asTable={asTable} option={(token) => course(report.course, token)} table={counted(days, report.course, day)} pick={at(report.course, day)} />
          <Chart title="按服务类别" asTable={asTable} option={(token) => ranking(services, token)} table={counted("服务类别", services, part("服务类别"))} pick={at(services, part("服务类别"))} />
          <Chart title="办理结果" asTable={asTable} option={(token) => ring(report.outcomes, token)} table={counted("结果", report.outcomes, outcome)} pick={at(report.outcomes, outcome)} />
          <Chart title="星期与时段" className="wide" asTable={asTable} option={(token) => heat(report.heat, token)} table={{ ...byDay(report.heat), scroll: { x: "max-content" } }} />
          <Chart
            title={communities.length > FIRST ? `受理较多的小区（前 ${FIRST} 个）` : "受理较多的小区"}
            className="wide"
            asTable={asTable}
            option={(token) => ranking(communities.slice(0, FIRST), token)}
            table={counted("小区", communities, part("小区"))}
            pick={at(communities, part("小区"))}
            height={280}
          />
        </div>
      )}
    </Card>
  );
}
