// What the charts of a report and of the workbench look like, in the colours of the theme.
import type { GlobalToken } from "antd";
import type { EChartsCoreOption } from "echarts/core";
import type { LabelledCount } from "../../gen/wire";

export const WEEKDAY_NAMES = ["周一", "周二", "周三", "周四", "周五", "周六", "周日"];
export const HOUR_NAMES = Array.from({ length: 24 }, (_, hour) => String(hour));
export const buildTextStyle = (token: GlobalToken) => ({ color: token.colorText, fontFamily: token.fontFamily, fontSize: token.fontSizeSM });

export const buildBaseOption = (token: GlobalToken): EChartsCoreOption => ({
  animation: false,
  textStyle: buildTextStyle(token),
  tooltip: { backgroundColor: token.colorBgElevated, borderColor: token.colorBorder, textStyle: buildTextStyle(token), confine: true },
});

export const buildAxisStyle = (token: GlobalToken) => ({
  axisLabel: buildTextStyle(token),
  axisLine: { lineStyle: { color: token.colorBorder } },
  axisTick: { show: false },
  splitLine: { lineStyle: { color: token.colorBorderSecondary } },
});

/** Bars lying down, the most on top. */
export function buildRankingOption(counts: LabelledCount[], token: GlobalToken): EChartsCoreOption {
  return {
    ...buildBaseOption(token),
    grid: { left: 4, right: 36, top: 4, bottom: 4, containLabel: true },
    xAxis: { type: "value", show: false },
    yAxis: { type: "category", inverse: true, data: counts.map(({ label }) => label), ...buildAxisStyle(token), axisLabel: { ...buildTextStyle(token), width: 130, overflow: "truncate" } },
    series: [{ type: "bar", barMaxWidth: 18, itemStyle: { color: token.colorPrimary, borderRadius: 2 }, label: { show: true, position: "right", ...buildTextStyle(token) }, data: counts.map(({ count }) => count) }],
  };
}

/** Bars standing, one for each hour, day or month; `before` is what it was the time before, as a line. */
export function buildCourseOption(counts: LabelledCount[], token: GlobalToken, before?: { now: string; then: string; counts: number[] }): EChartsCoreOption {
  return {
    ...buildBaseOption(token),
    grid: { left: 4, right: 8, top: before ? 30 : 18, bottom: 4, containLabel: true },
    ...(before && { legend: { top: 0, right: 0, itemHeight: 8, textStyle: buildTextStyle(token) } }),
    xAxis: { type: "category", data: counts.map(({ label }) => label), ...buildAxisStyle(token), splitLine: { show: false } },
    yAxis: { type: "value", minInterval: 1, ...buildAxisStyle(token) },
    series: [
      {
        type: "bar",
        name: before?.now,
        barMaxWidth: 26,
        itemStyle: { color: token.colorPrimary, borderRadius: [2, 2, 0, 0] },
        // A day without a report says so by having no bar.
        label: { show: true, position: "top", ...buildTextStyle(token) },
        data: counts.map(({ count }) => (count === 0 ? null : count)),
      },
      ...(before
        ? [
            {
              type: "line",
              name: before.then,
              // It only compares: what is clicked is the bar.
              silent: true,
              symbol: "none",
              lineStyle: { type: "dashed", width: 1.5, color: token.colorTextDescription },
              itemStyle: { color: token.colorTextDescription },
              data: before.counts,
            },
          ]
        : []),
    ],
  };
}

export function buildRingOption(counts: LabelledCount[], token: GlobalToken): EChartsCoreOption {
  const colours = [token.colorSuccess, token.colorPrimary, token.colorWarning, token.colorTextDescription, token.colorError];
  return {
    ...buildBaseOption(token),
    series: [
      {
        type: "pie",
        radius: ["36%", "56%"],
        itemStyle: { borderColor: token.colorBgContainer, borderWidth: 2 },
        // Whole also where the card is narrow.
        label: { ...buildTextStyle(token), formatter: "{b} {c} 件", bleedMargin: 0 },
        labelLine: { length: 10, length2: 8, lineStyle: { color: token.colorTextDescription } },
        // Nothing has no part of a ring; the place of each among the counts is kept.
        data: counts.map(({ label, count }, place) => ({ name: label, value: count === 0 ? null : count, itemStyle: { color: colours[place % colours.length] } })),
      },
    ],
  };
}

/** Weekday by hour; the number stands in the field, the colour only helps. */
export function buildHeatmapOption(counts: number[][], token: GlobalToken): EChartsCoreOption {
  const most = Math.max(1, ...counts.flat());
  return {
    ...buildBaseOption(token),
    grid: { left: 4, right: 4, top: 4, bottom: 4, containLabel: true },
    xAxis: { type: "category", data: HOUR_NAMES, ...buildAxisStyle(token), splitLine: { show: false } },
    yAxis: { type: "category", inverse: true, data: WEEKDAY_NAMES, ...buildAxisStyle(token), splitLine: { show: false } },
    // Half the primary colour at most, so that the numbers stay readable in it.
    visualMap: { show: false, min: 0, max: most, inRange: { color: [token.colorBgContainer, token.colorPrimaryBorder] } },
    series: [
      {
        type: "heatmap",
        itemStyle: { borderColor: token.colorBorderSecondary, borderWidth: 1 },
        label: { show: true, ...buildTextStyle(token), formatter: ({ value }: { value: number[] }) => (value[2] ? String(value[2]) : "") },
        data: counts.flatMap((hours, day) => hours.map((count, hour) => [hour, day, count])),
      },
    ],
  };
}
