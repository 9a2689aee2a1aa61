// 十三个月走势: how much came, and how much of it was in time, month by month. A month leads to its report.
import { Button, Card, Skeleton, type GlobalToken } from "antd";
import type { EChartsCoreOption } from "echarts/core";
import { useRead } from "../../api/use-command";
import type { Figure, Report, FigureTrend } from "../../gen/wire";
import { ChartPanel } from "../../shared/charts/chart-panel";
import { roundPercent, formatPercent } from "../../shared/charts/rounding";
import { FailureAlert } from "../../shared/dialogs/refusal";
import { buildAxisStyle, buildBaseOption, buildCourseOption, buildTextStyle } from "../../shared/charts/chart-options";
import { formatReportSpan } from "./report-span";

/** Each line has a sign of its own, so that colour is not the only one. */
const SIGNS = ["circle", "rect", "triangle", "diamond", "pin"];

/** A month that was closed before the program knew a figure has none of it. */
type Known = Figure | null;

const part = (figure: Known): number | null => (figure === null ? null : roundPercent(figure.numerator, figure.denominator));

/** `96.0%（24 ÷ 25）` */
export function formatRateFigure(figure: Known): string {
  if (figure === null || figure.denominator === 0) return "无数据";
  return `${formatPercent(figure.numerator, figure.denominator)}（${figure.numerator} ÷ ${figure.denominator}）`;
}

/** `128 件` */
export const formatCountFigure = (figure: Known): string => (figure === null ? "无数据" : `${figure.numerator} 件`);

/** `25年11月`: thirteen of them stand side by side. */
const short = (month: string) => `${month.slice(2, 4)}年${Number(month.slice(5))}月`;

export function buildRateOption(trends: FigureTrend[], token: GlobalToken): EChartsCoreOption {
  const colours = [token.colorPrimary, token.colorSuccess, token.colorWarning, token.colorTextDescription, token.colorError];
  const lines = trends.map(({ zh, points }) => ({ zh, parts: points.map(({ is }) => part(is)) }));
  const least = Math.min(100, ...lines.flatMap(({ parts }) => parts.filter((part) => part !== null)));
  const drawn = buildBaseOption(token);
  return {
    ...drawn,
    tooltip: { ...(drawn.tooltip as object), trigger: "axis", valueFormatter: (part: number | null) => (part === null ? "无数据" : `${part.toFixed(1)}%`) },
    legend: { top: 0, textStyle: buildTextStyle(token) },
    grid: { left: 4, right: 16, top: 34, bottom: 4, containLabel: true },
    xAxis: { type: "category", data: (trends[0]?.points ?? []).map(({ month }) => short(month)), ...buildAxisStyle(token), splitLine: { show: false } },
    // From the ten below the least on: differences of a few parts in a hundred are what one looks for.
    yAxis: { type: "value", min: Math.max(0, Math.floor(least / 10) * 10 - 10), max: 100, ...buildAxisStyle(token), axisLabel: { ...buildTextStyle(token), formatter: "{value}%" } },
    series: lines.map(({ zh, parts }, place) => ({
      type: "line",
      name: zh,
      symbol: SIGNS[place % SIGNS.length],
      symbolSize: 9,
      triggerLineEvent: true,
      color: colours[place % colours.length],
      lineStyle: { width: 2, type: place % 2 === 0 ? "solid" : "dashed" },
      data: parts,
    })),
  };
}

interface Props {
  report: Report;
  asTable: boolean;
  show: (month: string) => void;
}

export function TrendCharts({ report: { span }, asTable, show }: Props) {
  // By itself, so that the figures of the span need not wait for thirteen months.
  const read = useRead("report_trend", { span }, { keep: true });
  if (read.error) return <FailureAlert error={read.error} again={() => void read.refetch()} />;
  if (!read.data) {
    return (
      <Card size="small" title="十三个月走势" className="wide">
        <Skeleton active />
      </Card>
    );
  }
  const trend = read.data;
  const [counts, parts] = [trend.filter(({ unit }) => unit === "count"), trend.filter(({ unit }) => unit === "rate")];
  const months = trend[0]?.points.map(({ month }) => month) ?? [];
  const pick = (place: number) => {
    const month = months[place];
    if (month) show(month);
  };
  const table = (of: FigureTrend[], text: (is: Known) => string) => ({
    rowKey: "month",
    // The newest first: the oldest are looked for, the newest are read.
    dataSource: months.map((month, place) => ({ month, is: of.map(({ points }) => points[place]?.is) })).reverse(),
    columns: [
      {
        title: "月份",
        width: 130,
        render: (_: unknown, { month }: { month: string }) => (
          <Button type="link" size="small" style={{ padding: 0 }} onClick={() => show(month)}>
            {formatReportSpan(month)}
          </Button>
        ),
      },
      ...of.map(({ zh }, place) => ({
        title: zh,
        className: "number",
        align: "right" as const,
        render: (_: unknown, { is }: { is: (Known | undefined)[] }) => text(is[place] ?? null),
      })),
    ],
  });
  const received = (counts[0]?.points ?? []).map(({ month, is }) => ({ label: short(month), count: is?.numerator ?? 0 }));
  return (
    <>
      <ChartPanel title="十三个月受理事项" className="wide" asTable={asTable} option={(token) => buildCourseOption(received, token)} table={table(counts, formatCountFigure)} pick={pick} />
      <ChartPanel title="十三个月及时率和满意率" className="wide" asTable={asTable} option={(token) => buildRateOption(parts, token)} table={table(parts, formatRateFigure)} pick={pick} height={280} />
    </>
  );
}
