// Who and where, by which way it came: what every ticket knows.
import { Link } from "react-router";
import type { Ticket } from "../../gen/wire";
import { words } from "../../gen/words";
import { moment } from "../../time/shanghai";
import { ofArea } from "../draft";
import { item, type Items } from "./item";

export function who({ open, terms }: Ticket): Items {
  const community = open.asked.kind === "community";
  const name = community ? "社区联系人" : open.asked.kind === "emergency_water" ? "报告人" : "用户";
  return [
    item(name, open.customer === null ? open.name || "—" : <Link to={`/household/${open.customer}`}>{open.name || "用户档案"}</Link>),
    item("电话", <span className="number">{open.phone || "—"}</span>),
    // An area has no account.
    ...(ofArea(open.asked.kind) ? [] : [item("户号", <span className="number">{open.account_number || "—"}</span>)]),
    item("区域", `${words.Area[open.area]}${open.community ? `　${open.community}` : ""}`, ofArea(open.asked.kind) ? 2 : 1),
    item(open.asked.kind === "emergency_water" ? "故障位置" : "地址", open.address || "—", 2),
    item("接报", `${moment(open.received_at)}　${words.Channel[open.channel]}　${open.first_receiver}`),
    item(
      "发起表单",
      `${moment(open.raised_at ?? open.received_at)}（${terms.hours === "working" ? "工作时间" : "非工作时间"}）`,
    ),
    ...(open.external_number ? [item("来源单号", open.external_number, 2)] : []),
  ];
}

/** The team that goes, and what was agreed with the customer. */
export function team({ assignment, appointment, arrived_at }: Ticket): Items {
  const goes = assignment && [assignment.details.crew, assignment.details.goes].filter(Boolean).join("　");
  return [
    ...(goes ? [item("班组", goes)] : []),
    ...(appointment ? [item("预约到场", moment(appointment.details.at))] : []),
    ...(arrived_at !== null ? [item("到场", moment(arrived_at))] : []),
  ];
}

export function signed({ acknowledgement: record }: Ticket): Items {
  if (!record) return [];
  const { answer } = record;
  const more =
    answer.way === "refused"
      ? `　原因：${answer.reason}　见证人：${answer.witness}`
      : answer.way === "left"
        ? `　原因：${answer.reason}　留置地点：${answer.place}`
        : `　${answer.signer.name}`;
  return [
    item(
      "签字确认",
      <>
        {words.Way[answer.way]}　<span className="number">{record.number}</span>
        {more}　<span className="number">{moment(record.signed_at)}</span>
      </>,
      2,
    ),
    ...(record.corrects ? [item("更正", `替代 ${record.corrects.number}，原因：${record.corrects.why}`, 2)] : []),
  ];
}
