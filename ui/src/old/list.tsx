// The old tickets of a household, newest first; nothing where there are none.
import { Flex } from "antd";
import { useNavigate } from "react-router";
import { usePages } from "../call/pages";
import type { OldTicketRow } from "../gen/wire";
import { Paged } from "../part/paged";
import { rowAmong } from "../part/row";
import { Part } from "../ticket/facts/item";
import { kindOf, OldMark } from "./mark";
import { when } from "./when";

/** Rows of a page. */
const SHOWN = 20;

export function OldTickets({ customer }: { customer: number }) {
  const navigate = useNavigate();
  const list = usePages("old_ticket_list", { customer, limit: SHOWN });
  if (!list.error && list.rows.length === 0) return null;
  return (
    <Part title="旧工单（只供查阅）">
      <Paged<OldTicketRow>
        list={list}
        rowKey="id"
        empty="这一户没有旧工单。"
        scroll={{ x: "59em" }}
        onRow={({ id, ticket }, place) => rowAmong(() => void navigate(`/old/${id}`), `旧工单 ${ticket.number}`, place)}
        columns={[
          {
            title: "旧编号",
            width: "15em",
            render: (_, { ticket }) => (
              <Flex gap={8} align="center">
                <OldMark />
                <span className="number one-line" title={ticket.number}>
                  {ticket.number}
                </span>
              </Flex>
            ),
          },
          { title: "类别", width: "8em", ellipsis: true, render: (_, { ticket }) => kindOf(ticket) },
          { title: "受理时间", width: "10em", className: "number", render: (_, { ticket }) => when(ticket.reported_at) },
          { title: "内容", ellipsis: true, render: (_, { ticket }) => ticket.description || "—" },
          { title: "处理结果", ellipsis: true, render: (_, { ticket }) => ticket.result || "—" },
        ]}
      />
    </Part>
  );
}
