// The columns of every list of tickets.
import type { ColumnsType } from "antd/es/table";
import { Flex, Tag } from "antd";
import { Link } from "react-router";
import type { TicketRow } from "../gen/wire";
import { words } from "../gen/words";
import { programNow } from "../time/now";
import { moment, short } from "../time/shanghai";
import { StageTag } from "./stage";

/** Overdue in words, as far as a row tells: a limit still waited for that has passed, or one kept too late. */
export function lateness(row: TicketRow, now: number): string | null {
  if (row.next_limit !== null && row.next_clock !== null && now > row.next_limit) {
    return `${words.ClockKind[row.next_clock]}已超`;
  }
  if (row.finished_at !== null && (row.broken || row.finished_at > row.total_limit)) return "逾时完成";
  return null;
}

export const columns: ColumnsType<TicketRow> = [
  {
    title: "工单",
    width: 146,
    className: "number",
    render: (_, row) => <Link to={`/ticket/${row.id}`}>{row.number}</Link>,
  },
  { title: "环节", width: 92, render: (_, row) => <StageTag stage={row.stage} /> },
  { title: "接报时间", width: 142, className: "number", render: (_, row) => moment(row.received_at) },
  { title: "用户", width: 84, ellipsis: true, render: (_, row) => row.name },
  { title: "电话", width: 116, className: "number", ellipsis: true, render: (_, row) => row.phone },
  { title: "报修内容", ellipsis: true, render: (_, row) => row.summary },
  { title: "地址", ellipsis: true, render: (_, row) => row.address },
  { title: "班组", width: 100, ellipsis: true, render: (_, row) => row.crew ?? "—" },
  {
    title: "时限",
    width: 142,
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
