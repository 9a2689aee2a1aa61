// 封账: a month's figures stay as they were reported; what came later, ticket by ticket.
import { Alert, App, Button, Card, Drawer, Empty, Flex, Modal, Skeleton, Table } from "antd";
import { useState } from "react";
import { Link } from "react-router";
import { useChange, useRead } from "../../api/use-command";
import { useMay } from "../../session/desk-state";
import type { LateDifference, LateFigure, LateMonth, LateTicket, Report } from "../../gen/wire";
import { ReasonDialog } from "../../shared/dialogs/reason-dialog";
import { FailureAlert, useShowRefusal } from "../../shared/dialogs/refusal";
import { formatMoment } from "../../shared/time/shanghai";
import { ClosingChecklist } from "./closing-checklist";
import { formatReportSpan } from "./report-span";

/** How a month that is over stands, and what may be done with it. */
export function MonthClosingPanel({ report }: { report: Report }) {
  const may = useMay();
  const [act, setAct] = useState<"close" | "reopen" | "changes" | null>(null);
  const done = () => setAct(null);
  const changes = useRead("report_changes", { month: report.span }, { enabled: report.closed !== null });
  const moved = changes.data?.length ?? 0;
  if (!report.complete) return null;
  if (report.kind !== "month") return <OpenMonths months={report.open_months} />;
  return (
    <>
      {report.closed ? (
        <Alert
          type="success"
          showIcon
          title={`已于 ${formatMoment(report.closed.at)} 由 ${report.closed.by} 封账，数字不再变化。`}
          description={
            moved > 0 || report.mended.length > 0 ? (
              <>
                {moved > 0 && <div>{`封账以后有 ${moved} 张工单补录或变动，在下一个月的月报中列为补报。`}</div>}
                {report.mended.length > 0 && <div>{describeMendedTickets(report.mended)}</div>}
              </>
            ) : undefined
          }
          action={
            <Flex gap={8}>
              {moved > 0 && <Button onClick={() => setAct("changes")}>查看变动</Button>}
              {may("report_reopen") && <Button onClick={() => setAct("reopen")}>重新打开</Button>}
            </Flex>
          }
        />
      ) : (
        <Alert
          type="info"
          showIcon
          title="这个月还没有封账，补录的内容会改变以下数字。"
          description={<ClosingChecklist report={report} />}
          action={
            may("report_close") && (
              <Button type="primary" onClick={() => setAct("close")}>
                封账
              </Button>
            )
          }
        />
      )}
      {act === "close" && <Close report={report} done={done} />}
      {act === "reopen" && <Reopen month={report.span} done={done} />}
      {act === "changes" && <Changes month={report.span} rows={changes.data} error={changes.error} again={() => void changes.refetch()} close={done} />}
    </>
  );
}

/** Of a longer span: whether its months can still change. */
function OpenMonths({ months }: { months: string[] }) {
  return months.length === 0 ? (
    <Alert type="success" showIcon title="各月均已封账，数字不再变化。" />
  ) : (
    <Alert type="info" showIcon title={`尚未封账的月份：${months.join("、")}。封账以前，补录的内容会改变以下数字。`} />
  );
}

/** Numbers named at most; the rest are counted. */
const NAMED = 5;

/** What was put right before the month was closed. */
export function describeMendedTickets(numbers: string[]): string {
  const named = numbers.slice(0, NAMED).join("、");
  return `封账前有 ${numbers.length} 张工单的数据与记录不符，已按记录更正：${named}${numbers.length > NAMED ? " 等" : ""}。可能有人绕过本系统改动了数据文件，请系统管理员查明原因。`;
}

function Close({ report, done }: { report: Report; done: () => void }) {
  const close = useChange("report_close");
  const { message } = App.useApp();
  const say = useShowRefusal();
  const submit = () =>
    close.mutate(
      { month: report.span },
      {
        onSuccess: ({ value }) => {
          if (value.mended.length > 0) void message.warning(`已封账。${describeMendedTickets(value.mended)}`, 15);
          else void message.success("已封账，可以保存 PDF 送审。");
          done();
        },
        onError: say,
      },
    );
  return (
    <Modal open title={`封账：${formatReportSpan(report.span)}`} okText="封账" okButtonProps={{ autoFocus: true }} onCancel={done} onOk={submit} confirmLoading={close.isPending}>
      <p>封账以后，这个月的数字不再变化。以后补录的、属于这个月的内容，在下一个月的月报中列为补报，可以逐张查看。</p>
      <ClosingChecklist report={report} />
    </Modal>
  );
}

function Reopen({ month, done }: { month: string; done: () => void }) {
  return (
    <ReasonDialog
      name="report_reopen"
      title={`重新打开：${formatReportSpan(month)}`}
      okText="重新打开"
      told="已重新打开，改好以后请再次封账。"
      request={(reason) => ({ month, reason })}
      close={done}
    >
      <p>重新打开以后，这个月按现有记录重新统计，已经送出的月报可能与之不符。打开的人、时间和原因记入审计。</p>
    </ReasonDialog>
  );
}

/** A ticket stands once for each figure it moves. */
const lines = (rows: LateTicket[]) => rows.flatMap(({ ticket, number, differences }) => differences.map((it) => ({ ticket, number, ...it })));

type Line = { ticket: number; number: string } & LateDifference;

function Changes({ month, rows, error, again, close }: { month: string; rows: LateTicket[] | undefined; error: unknown; again: () => void; close: () => void }) {
  return (
    <Drawer open size={860} title={`封账以后的变动：${formatReportSpan(month)}`} onClose={close}>
      {error !== null && <FailureAlert error={error} again={again} />}
      {rows === undefined && error === null && <Skeleton active />}
      {rows && (
        <Table<Line>
          size="small"
          rowKey={(line) => `${line.ticket} ${line.code}`}
          dataSource={lines(rows)}
          pagination={{ pageSize: 50, hideOnSinglePage: true, showSizeChanger: false }}
          columns={[
            { title: "工单", width: 160, className: "number", render: (_, line) => <Link to={`/ticket/${line.ticket}`}>{line.number}</Link> },
            { title: "项目", dataIndex: "zh" },
            { title: "封账时", width: 130, className: "number", dataIndex: "was_text" },
            { title: "现在", width: 130, className: "number", dataIndex: "is_text" },
          ]}
        />
      )}
    </Drawer>
  );
}

/** 补报 of earlier months. */
export function LateFiguresCard({ months, show }: { months: LateMonth[]; show: (month: string) => void }) {
  if (months.length === 0) return null;
  const rows = months.flatMap(({ month, figures }) => figures.map((figure) => ({ month, ...figure })));
  return (
    <Card size="small" title="补报（以前月份封账以后补录的）">
      <Table<{ month: string } & LateFigure>
        size="small"
        rowKey={(line) => `${line.month} ${line.code}`}
        dataSource={rows}
        pagination={{ pageSize: 20, hideOnSinglePage: true, showSizeChanger: false }}
        locale={{ emptyText: <Empty description="没有补报。" /> }}
        columns={[
          {
            title: "月份",
            width: 140,
            render: (_, line) => (
              <Button type="link" size="small" onClick={() => show(line.month)}>
                {formatReportSpan(line.month)}
              </Button>
            ),
          },
          { title: "项目", dataIndex: "zh" },
          { title: "已报", width: 180, className: "number", dataIndex: "was_text" },
          { title: "补报后", width: 180, className: "number", dataIndex: "is_text" },
        ]}
      />
    </Card>
  );
}
