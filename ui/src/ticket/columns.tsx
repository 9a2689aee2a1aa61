// The columns of every list of tickets.
import type { ColumnsType } from "antd/es/table";
import { Flex, Tag } from "antd";
import { Link } from "react-router";
import type { TicketRow } from "../gen/wire";
import { words } from "../gen/words";
import { programNow } from "../time/now";
import { short } from "../time/shanghai";
import { ServiceTag, StageTag } from "./stage";

/** Overdue in words, as far as a row tells: a limit still waited for that has passed, or one kept too late. */
export function lateness(row: TicketRow, now: number): string | null {
  if (row.next_limit !== null && row.next_clock !== null && now > row.next_limit) {
    return `${words.ClockKind[row.next_clock]}已超`;
  }
  const late = row.finished_at !== null && row.total_limit !== null && row.finished_at > row.total_limit;
  if (late || row.clocks.some(({ limit, ended_at }) => ended_at !== null && ended_at > limit)) return "逾时完成";
  const broken = (row.finished_at !== null && row.broken) || row.clocks.some((clock) => clock.broken);
  return broken ? "曾超时" : null;
}

/** How wide they are at least: in large type the table is wider than the screen rather than without what is the matter. */
export const ROOM = { x: "72em" };

export const columns: ColumnsType<TicketRow> = [
  {
    title: "工单",
    width: "9.2em",
    className: "number",
    render: (_, row) => <Link to={`/ticket/${row.id}`}>{row.number}</Link>,
  },
  { title: "服务", width: "6.6em", render: (_, row) => <ServiceTag service={row.service} /> },
  { title: "环节", width: "6.4em", render: (_, row) => <StageTag stage={row.stage} /> },
  { title: "接报", width: "7em", className: "number", render: (_, row) => short(row.received_at, programNow()) },
  { title: "用户", width: "5.2em", ellipsis: true, render: (_, row) => row.name || "—" },
  { title: "电话", width: "8em", className: "number", ellipsis: true, render: (_, row) => row.phone || "—" },
  { title: "内容", ellipsis: true, render: (_, row) => <span title={row.summary}>{row.summary}</span> },
  { title: "地址", ellipsis: true, render: (_, row) => row.address || row.community },
  { title: "班组", width: "6.4em", ellipsis: true, render: (_, row) => row.crew ?? "—" },
  {
    title: "时限",
    width: "8.9em",
    render: (_, row) => {
      const late = lateness(row, programNow());
      return (
        <Flex vertical gap={2}>
          {late && (
            <span>
              <Tag color="red">{late}</Tag>
            </span>
          )}
          {!late && row.next_limit !== null && (
            <span className="number quiet">{short(row.next_limit, programNow())} 到期</span>
          )}
        </Flex>
      );
    },
  },
];
