// The events of a year in the order of their days.
import { Empty, Table, Tag } from "antd";
import { Link, useNavigate } from "react-router";
import type { TicketRow } from "../../gen/wire";
import { useHotkeys } from "../../shared/keyboard/hotkeys";
import { ROW_KEYS, buildListRowProps } from "../../shared/table/row-navigation";
import { words } from "../../shared/text/options";
import { formatTimeOfDay, formatDay } from "../../shared/time/shanghai";
import { countEventMoves, EVENT_STATES, findEventState } from "./events";

export function EventTag({ row, now }: { row: TicketRow; now: number }) {
  const { zh, colour } = EVENT_STATES[findEventState(row, now)];
  const moved = countEventMoves(row);
  return (
    <>
      <Tag color={colour}>{zh}</Tag>
      {moved > 0 && <Tag color="orange">改期 {moved} 次</Tag>}
    </>
  );
}

export function EventList({ events, now }: { events: readonly TicketRow[]; now: number }) {
  const navigate = useNavigate();
  useHotkeys(ROW_KEYS);
  return (
    <Table<TicketRow>
      size="small"
      rowKey="id"
      dataSource={[...events]}
      pagination={{ pageSize: 50, hideOnSinglePage: true, showSizeChanger: false }}
      locale={{ emptyText: <Empty description="没有符合条件的活动。请另选年份，或把来源改为“全部来源”。" /> }}
      onRow={(row, place) => buildListRowProps(() => void navigate(`/ticket/${row.id}`), `打开工单 ${row.number}`, place)}
      columns={[
        { title: "日期", width: 110, className: "number", render: (_, row) => (row.planned_at === null ? "—" : formatDay(row.planned_at)) },
        { title: "时间", width: 70, className: "number", render: (_, row) => (row.planned_at === null ? "—" : formatTimeOfDay(row.planned_at)) },
        { title: "小区", width: 150, ellipsis: true, dataIndex: "community" },
        { title: "活动", ellipsis: true, dataIndex: "summary" },
        { title: "来源", width: 96, render: (_, row) => (row.more?.kind === "community" ? words.EventOrigin[row.more.origin] : "") },
        { title: "情况", width: 190, render: (_, row) => <EventTag row={row} now={now} /> },
        { title: "服务居民", width: 90, align: "right", className: "number", render: (_, row) => (row.more?.kind === "community" && row.more.held_at !== null ? row.more.residents : "—") },
        { title: "工单", width: 146, className: "number", render: (_, row) => <Link to={`/ticket/${row.id}`} tabIndex={-1}>{row.number}</Link> },
      ]}
    />
  );
}
