// The tickets behind a figure.
import { Alert, Checkbox, Drawer, Empty, Table } from "antd";
import { useEffect, useRef, useState } from "react";
import { useNavigate } from "react-router";
import { useRead } from "../../api/use-command";
import type { FigureLine, TicketRow } from "../../gen/wire";
import { FailureAlert, READ_FAILED_TEXT } from "../../shared/dialogs/refusal";
import { buildListRowProps } from "../../shared/table/row-navigation";
import { useSetOriginList } from "../../shared/ticket/origin-list";
import { TABLE_SCROLL, TICKET_COLUMNS } from "../ticket-list";

export function FigureTicketsDrawer({ span, line, close }: { span: string; line: FigureLine; close: () => void }) {
  const [missed, setMissed] = useState(false);
  const navigate = useNavigate();
  const rows = useRead("report_tickets", { span, figure: line.code, missed });
  useSetOriginList(rows.data ?? []);
  const body = useRef<HTMLDivElement>(null);
  // Once: whoever ticks the box stays at it.
  const begun = useRef(false);
  useEffect(() => {
    if (!rows.isSuccess || begun.current) return;
    begun.current = true;
    body.current?.querySelector<HTMLElement>("tr.row-link")?.focus();
  }, [rows.isSuccess]);
  return (
    <Drawer
      open
      size={1120}
      title={`${line.zh}：${line.text}`}
      onClose={close}
      extra={
        line.unit === "rate" && (
          <Checkbox checked={missed} onChange={(event) => setMissed(event.target.checked)}>
            只看未达到的
          </Checkbox>
        )
      }
    >
      <Alert type="info" title={line.definition} style={{ marginBottom: 12 }} />
      {rows.error && <FailureAlert error={rows.error} again={() => void rows.refetch()} />}
      <div ref={body}>
        <Table<TicketRow>
          size="small"
          rowKey="id"
          columns={TICKET_COLUMNS}
          scroll={TABLE_SCROLL}
          dataSource={rows.data ?? []}
          loading={rows.isPending}
          pagination={{ pageSize: 50, hideOnSinglePage: true, showSizeChanger: false }}
          onRow={(row, place) => buildListRowProps(() => void navigate(`/ticket/${row.id}`), `工单 ${row.number}`, place)}
          locale={{ emptyText: <Empty description={rows.error ? READ_FAILED_TEXT : `这一期没有${missed ? "未达到这项指标" : "计入这项指标"}的工单。`} /> }}
        />
      </div>
    </Drawer>
  );
}
