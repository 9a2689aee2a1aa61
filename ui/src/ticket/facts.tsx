// What is known of a ticket now. How it came to be so stands on the time line.
import { Card, Descriptions, Tag, type DescriptionsProps } from "antd";
import type { ReactNode } from "react";
import { Link } from "react-router";
import type { Ticket } from "../gen/wire";
import { words } from "../gen/words";
import { moment } from "../time/shanghai";

type Items = NonNullable<DescriptionsProps["items"]>;

function item(label: string, children: ReactNode, span = 1): Items[number] {
  return { key: label, label, children, span };
}

const yes = (value: boolean | null, is: string, not: string, unasked: string) =>
  value === null ? unasked : value ? is : not;

function report(ticket: Ticket): Items {
  const { open } = ticket;
  return [
    item("用户", open.name),
    item("电话", <span className="number">{open.phone}</span>),
    item("户号", <span className="number">{open.account_number || "—"}</span>),
    item("区域", `${words.Area[open.area]}${open.community ? `　${open.community}` : ""}`),
    item("地址", open.address, 2),
    item("故障", `${words.Fault[open.asked.fault]}（${words.MeterSide[open.asked.meter_side]}）`),
    item("现场情况", `${yes(open.asked.valve_shuts, "用户能关阀", "用户不能关阀", "关阀未问")}；${yes(open.asked.neighbours_affected, "邻居受影响", "邻居未受影响", "邻居未问")}`),
    item("情况说明", <span style={{ whiteSpace: "pre-wrap" }}>{open.asked.situation}</span>, 2),
    item("接报", `${moment(open.received_at)}　${words.Channel[open.channel]}　${open.first_receiver}`),
    item("发起表单", `${moment(open.raised_at ?? open.received_at)}（${ticket.terms.hours === "working" ? "工作时间" : "非工作时间"}）`),
  ];
}

function work(ticket: Ticket): Items {
  const items: Items = [];
  const { assignment, appointment, work: done, hours, acknowledgement } = ticket;
  if (assignment) items.push(item("班组", [assignment.details.crew, assignment.details.goes].filter(Boolean).join("　"), appointment ? 1 : 2));
  if (appointment) items.push(item("预约到场", moment(appointment.details.at)));
  if (done) {
    const { found, done: made, workers, materials } = done.details;
    items.push(
      item("检查情况", found, 2),
      item("维修内容", made, 2),
      item("维修人员", workers.map(({ name, minutes }) => `${name} ${minutes} 分钟`).join("；")),
      item("材料（用户自备）", materials.map(({ name, quantity }) => `${name} ${quantity}`).join("；") || "未使用材料"),
    );
  }
  if (hours) items.push(item("核定工时", `${hours.details.minutes} 分钟`));
  if (acknowledgement) {
    items.push(item("签字确认", <>{words.Way[acknowledgement.answer.way]}　<span className="number">{acknowledgement.number}</span></>));
  }
  return items;
}

export function Facts({ ticket }: { ticket: Ticket }) {
  return (
    <Card
      size="small"
      title="报修与办理"
      extra={
        <>
          <Tag color="green">全程免费</Tag>
          {ticket.merged_into !== null && <Link to={`/ticket/${ticket.merged_into}`}>查看原单</Link>}
        </>
      }
    >
      <Descriptions size="small" bordered column={2} items={[...report(ticket), ...work(ticket)]} styles={{ label: { width: 92 } }} />
      {ticket.duplicates.length > 0 && (
        <p style={{ marginBottom: 0 }}>
          并入本单：
          {ticket.duplicates.map((id) => (
            <Link key={id} to={`/ticket/${id}`} style={{ marginRight: 8 }}>
              查看重复单
            </Link>
          ))}
        </p>
      )}
    </Card>
  );
}
