// 图表: a card of charts that are tables by one key, each with its numbers leading to what is behind them.
import { Card, Flex } from "antd";
import { useState, type ReactNode } from "react";
import { useHotkeys } from "../keyboard/hotkeys";
import { KeyCap } from "../keyboard/key-cap";
import { SegmentedControl } from "../table/segments";

export function ChartCard({ id, title = "图表", children }: { id?: string; title?: ReactNode; children: (asTable: boolean) => ReactNode }) {
  const [asTable, setAsTable] = useState(false);
  useHotkeys([{ press: "T", does: "图表改为表格，或改回图表", group: "本页", run: () => setAsTable((on) => !on) }]);
  return (
    <Card
      id={id}
      size="small"
      title={title}
      extra={
        <Flex gap={8} align="center">
          <KeyCap of="T" />
          <SegmentedControl<boolean>
            label="图表的样子"
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
      {children(asTable)}
    </Card>
  );
}
