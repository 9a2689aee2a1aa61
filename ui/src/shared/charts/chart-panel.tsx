// A chart, and the same numbers as a table. The table is for whoever reads with the keyboard or with their ears: what is behind a
// number is reached from both.
import { Card, Table, theme, type GlobalToken, type TableProps } from "antd";
import type { EChartsCoreOption, EChartsType } from "echarts/core";
import { useEffect, useRef } from "react";

interface Props<T extends object> {
  title: string;
  /** What is drawn, in the colours of the theme. */
  option: (token: GlobalToken) => EChartsCoreOption;
  table: Pick<TableProps<T>, "columns" | "dataSource" | "rowKey">;
  /** Shows the table instead. */
  asTable: boolean;
  height?: number;
  /** A part was clicked: the place of its number among the data. */
  pick?: (place: number) => void;
  className?: string;
}

export function ChartPanel<T extends object>({ title, option, table, asTable, height = 240, pick, className }: Props<T>) {
  return (
    <Card size="small" title={title} className={className}>
      {asTable ? (
        <Table<T> size="small" pagination={false} scroll={{ y: height }} {...table} />
      ) : (
        <Drawn title={title} option={option} height={height} pick={pick} />
      )}
    </Card>
  );
}

function Drawn({ title, option, height, pick }: { title: string; option: (token: GlobalToken) => EChartsCoreOption; height: number; pick?: (place: number) => void }) {
  const { token } = theme.useToken();
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType | null>(null);
  const asked = useRef({ option: option(token), pick });
  const renew = useRef<() => void>(() => undefined);
  useEffect(() => {
    asked.current = { option: option(token), pick };
    renew.current();
  });
  useEffect(() => {
    let gone = false;
    const watch = new ResizeObserver(() => chart.current?.resize());
    void import("./echarts").then(({ createChart }) => {
      const element = place.current;
      if (gone || !element) return;
      const made = createChart(element);
      chart.current = made;
      let last = "";
      renew.current = () => {
        // Every second the page may be drawn anew; the chart only when it says something else.
        const text = JSON.stringify(asked.current.option);
        if (text !== last) made.setOption(asked.current.option, { notMerge: true });
        last = text;
      };
      renew.current();
      made.on("click", ({ dataIndex }) => asked.current.pick?.(dataIndex));
      watch.observe(element);
    });
    return () => {
      gone = true;
      watch.disconnect();
      renew.current = () => undefined;
      chart.current?.dispose();
      chart.current = null;
    };
  }, []);
  return <div ref={place} role="img" aria-label={`${title}（图），按 T 键可看表格`} style={{ height }} />;
}
