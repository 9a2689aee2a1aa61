// The old tickets of a household, newest first; nothing where there are none.
import { Flex } from "antd";
import { useNavigate } from "react-router";
import { usePagedList } from "../../api/use-paged-list";
import type { OldTicketRow } from "../../gen/wire";
import { PagedTable } from "../../shared/table/paged-table";
import { buildListRowProps } from "../../shared/table/row-navigation";
import { FactSection } from "../../services/common/fact-items";
import { describeOldTicketKind, OldTicketMark } from "./old-ticket-mark";
import { formatOldTicketTime } from "./old-ticket-time";

/** Rows of a page. */
const SHOWN = 20;

export function OldTicketTable({ customer }: { customer: number }) {
  const navigate = useNavigate();
  const list = usePagedList("old_ticket_list", { customer, limit: SHOWN });
  if (!list.error && list.rows.length === 0) return null;
  return (
    <FactSection title="旧工单（只供查阅）">
      <PagedTable<OldTicketRow>
        list={list}
        rowKey="id"
        empty="这一户没有旧工单。"
        scroll={{ x: "59em" }}
        onRow={({ id, ticket }, place) => buildListRowProps(() => void navigate(`/old/${id}`), `旧工单 ${ticket.number}`, place)}
        columns={[
          {
            title: "旧编号",
            width: "15em",
            render: (_, { ticket }) => (
              <Flex gap={8} align="center">
                <OldTicketMark />
                <span className="number one-line" title={ticket.number}>
                  {ticket.number}
                </span>
              </Flex>
            ),
          },
          { title: "类别", width: "8em", ellipsis: true, render: (_, { ticket }) => describeOldTicketKind(ticket) },
          { title: "受理时间", width: "10em", className: "number", render: (_, { ticket }) => formatOldTicketTime(ticket.reported_at) },
          { title: "内容", ellipsis: true, render: (_, { ticket }) => ticket.description || "—" },
          { title: "处理结果", ellipsis: true, render: (_, { ticket }) => ticket.result || "—" },
        ]}
      />
    </FactSection>
  );
}
