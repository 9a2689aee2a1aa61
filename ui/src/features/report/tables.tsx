// Beside the figures: what was overdue and why, counts by kind, work hours by crew.
import { Card, Empty, Flex, Table } from "antd";
import { Link } from "react-router";
import type { CrewHours, ExtendedCase, OverdueLimit, Report, ViolationLine } from "../../gen/wire";
import { words } from "../../gen/words";
import { formatHours } from "../../shared/charts/rounding";
import { formatMoment, formatDuration } from "../../shared/time/shanghai";
import { linkToPart } from "./ticket-links";

export function OverdueList({ rows }: { rows: OverdueLimit[] }) {
  return (
    <Card size="small" title={`超时清单　${rows.length} 条`}>
      <Table<OverdueLimit>
        size="small"
        rowKey={(row) => `${row.ticket}${row.clock}${row.limit}`}
        dataSource={rows}
        pagination={{ pageSize: 20, hideOnSinglePage: true, showSizeChanger: false }}
        locale={{ emptyText: <Empty description="这一期没有超时的工单。" /> }}
        columns={[
          { title: "工单", width: 150, className: "number", render: (_, row) => <Link to={`/ticket/${row.ticket}`}>{row.number}</Link> },
          { title: "时限", width: 110, render: (_, row) => words.ClockKind[row.clock] },
          { title: "到期", width: 140, className: "number", render: (_, row) => formatMoment(row.limit) },
          { title: "完成", width: 140, className: "number", render: (_, row) => (row.ended_at === null ? "未完成" : formatMoment(row.ended_at)) },
          { title: "超时", width: 130, className: "number", render: (_, row) => formatDuration(row.late) },
          { title: "班组", width: 110, render: (_, row) => row.crew ?? "—" },
          { title: "地址", ellipsis: true, dataIndex: "address" },
          { title: "原因", ellipsis: true, render: (_, row) => row.reason || "—" },
        ]}
      />
    </Card>
  );
}

export function ExtendedList({ rows }: { rows: ExtendedCase[] }) {
  if (rows.length === 0) return null;
  const at = (value: number | null) => (value === null ? "—" : formatMoment(value));
  return (
    <Card size="small" title={`延时清单　${rows.length} 张`}>
      <Table<ExtendedCase>
        size="small"
        rowKey="ticket"
        dataSource={rows}
        pagination={{ pageSize: 20, hideOnSinglePage: true, showSizeChanger: false }}
        columns={[
          { title: "工单", width: 150, className: "number", render: (_, row) => <Link to={`/ticket/${row.ticket}`}>{row.number}</Link> },
          { title: "原时限", width: 140, className: "number", render: (_, row) => at(row.first) },
          { title: "现时限", width: 140, className: "number", render: (_, row) => at(row.limit) },
          { title: "申请", width: 70, className: "number", dataIndex: "asked" },
          { title: "批准", width: 70, className: "number", dataIndex: "approved" },
          { title: "完成", width: 140, className: "number", render: (_, row) => (row.finished_at === null ? "未完成" : formatMoment(row.finished_at)) },
          { title: "班组", width: 110, render: (_, row) => row.crew ?? "—" },
          { title: "原因", ellipsis: true, render: (_, row) => row.reason || "—" },
        ]}
      />
    </Card>
  );
}

export function ViolationList({ rows }: { rows: ViolationLine[] }) {
  if (rows.length === 0) return null;
  return (
    <Card size="small" title={`违规记录　${rows.length} 件`}>
      <Table<ViolationLine>
        size="small"
        rowKey={(row) => `${row.ticket} ${row.at}`}
        dataSource={rows}
        pagination={{ pageSize: 20, hideOnSinglePage: true, showSizeChanger: false }}
        columns={[
          { title: "工单", width: 150, className: "number", render: (_, row) => <Link to={`/ticket/${row.ticket}`}>{row.number}</Link> },
          { title: "登记时间", width: 140, className: "number", render: (_, row) => formatMoment(row.at) },
          { title: "班组", width: 140, render: (_, row) => row.crew ?? "—" },
          { title: "地址", ellipsis: true, dataIndex: "address" },
          { title: "处理", width: 110, render: (_, row) => (row.open ? "尚未处理完" : "已处理") },
        ]}
      />
    </Card>
  );
}

/** These are drawn as charts. */
const DRAWN = ["服务类别", "小区"];

export function BreakdownCards({ report }: { report: Report }) {
  return (
    <Flex gap={12} wrap align="stretch">
      {report.breakdowns.filter(({ zh }) => !DRAWN.includes(zh)).map(({ zh, counts }) => {
        const most = Math.max(1, ...counts.map(({ count }) => count));
        return (
          <Card key={zh} size="small" title={zh} style={{ flex: "1 1 260px" }}>
            {counts.length === 0 && <span className="quiet">无数据</span>}
            {counts.slice(0, 12).map(({ label, count }) => {
              const to = linkToPart(report, zh, label);
              return (
                <div key={label} className="share">
                  <span>{to ? <Link to={to}>{label}</Link> : label}</span>
                  <i aria-hidden style={{ width: `${(count / most) * 100}%` }} />
                  <span className="number">{count}</span>
                </div>
              );
            })}
          </Card>
        );
      })}
    </Flex>
  );
}

export function CrewHoursTable({ rows }: { rows: CrewHours[] }) {
  return (
    <Card size="small" title="班组工时">
      <Table<CrewHours>
        size="small"
        rowKey="crew"
        dataSource={rows}
        pagination={false}
        locale={{ emptyText: <Empty description="这一期还没有工时。登记“维修完成”后，工时会列在这里。" /> }}
        columns={[
          { title: "班组", dataIndex: "crew" },
          { title: "件数", className: "number", dataIndex: "cases" },
          { title: "上报工时", className: "number", render: (_, row) => `${formatHours(row.claimed)} 小时` },
          { title: "核定工时", className: "number", render: (_, row) => `${formatHours(row.verified)} 小时` },
        ]}
      />
    </Card>
  );
}
