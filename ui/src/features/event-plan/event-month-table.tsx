// Planned against held, month by month.
import { Card, Progress, Table } from "antd";
import type { TicketRow } from "../../gen/wire";
import { countEventsByMonth, type MonthCount } from "./events";

const sum = (counts: readonly MonthCount[], key: keyof MonthCount) => counts.reduce((all, one) => all + one[key], 0);

export function EventMonthTable({ events, now }: { events: readonly TicketRow[]; now: number }) {
  const counts = countEventsByMonth(events, now);
  const [planned, held, missed, cancelled] = (["planned", "held", "missed", "cancelled"] as const).map((key) => sum(counts, key)) as [number, number, number, number];
  const line = (label: string, key: "planned" | "held" | "missed" | "cancelled", all: number) => ({
    key,
    label,
    all,
    ...Object.fromEntries(counts.map((one) => [one.month, one[key]])),
  });
  return (
    <Card
      size="small"
      title={`计划与举办：全年 ${planned} 项，已举办 ${held} 项，逾期未举办 ${missed} 项，已取消 ${cancelled} 项`}
      extra={
        <Progress
          aria-label="全年举办进度"
          percent={planned === 0 ? 0 : Math.round((held / planned) * 100)}
          format={(percent) => (planned === 0 ? "无数据" : `已举办 ${percent}%`)}
          style={{ width: 220, margin: 0 }}
        />
      }
    >
      <Table
        size="small"
        pagination={false}
        dataSource={[line("活动日期在当月", "planned", planned), line("已举办", "held", held), line("逾期未举办", "missed", missed), line("已取消", "cancelled", cancelled)]}
        columns={[
          { title: "", dataIndex: "label", width: 120 },
          ...counts.map(({ month }) => ({
            title: `${month}月`,
            dataIndex: String(month),
            align: "right" as const,
            className: "number",
            render: (count: number) => (count === 0 ? <span className="quiet">—</span> : count),
          })),
          { title: "全年", dataIndex: "all", align: "right" as const, className: "number" },
        ]}
      />
    </Card>
  );
}
