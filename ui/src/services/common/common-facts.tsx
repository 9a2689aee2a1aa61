// Who and where, by which way it came: what every ticket knows.
import { Link } from "react-router";
import type { Ticket } from "../../gen/wire";
import { words } from "../../gen/words";
import { formatMoment } from "../../shared/time/shanghai";
import { isAreaService } from "../../shared/ticket/service";
import { toFactItem, type FactItems } from "./fact-items";

export function listIntakeFacts({ open, terms }: Ticket): FactItems {
  const community = open.asked.kind === "community";
  const name = community ? "社区联系人" : open.asked.kind === "emergency_water" ? "报告人" : "用户";
  return [
    toFactItem(name, open.customer === null ? open.name || "—" : <Link to={`/household/${open.customer}`}>{open.name || "用户档案"}</Link>),
    toFactItem("电话", <span className="number">{open.phone || "—"}</span>),
    // An area has no account.
    ...(isAreaService(open.asked.kind) ? [] : [toFactItem("户号", <span className="number">{open.account_number || "—"}</span>)]),
    toFactItem("区域", `${words.AddressArea[open.area]}${open.community ? `　${open.community}` : ""}`, isAreaService(open.asked.kind) ? 2 : 1),
    toFactItem(open.asked.kind === "emergency_water" ? "故障位置" : "地址", open.address || "—", 2),
    toFactItem("接报", `${formatMoment(open.received_at)}　${words.Channel[open.channel]}　${open.first_receiver}`),
    toFactItem(
      "发起表单",
      `${formatMoment(open.raised_at ?? open.received_at)}（${terms.hours === "working" ? "工作时间" : "非工作时间"}）`,
    ),
    ...(open.external_number ? [toFactItem("来源单号", open.external_number, 2)] : []),
  ];
}

/** The team that goes, and what was agreed with the customer. */
export function listTeamFacts({ assignment, appointment, arrived_at }: Ticket): FactItems {
  const goes = assignment && [assignment.details.crew, assignment.details.goes].filter(Boolean).join("　");
  return [
    ...(goes ? [toFactItem("班组", goes)] : []),
    ...(appointment ? [toFactItem("预约到场", formatMoment(appointment.details.at))] : []),
    ...(arrived_at !== null ? [toFactItem("到场", formatMoment(arrived_at))] : []),
  ];
}

export function listSignatureFacts({ acknowledgement: record }: Ticket): FactItems {
  if (!record) return [];
  const { answer } = record;
  const more =
    answer.way === "refused"
      ? `　原因：${answer.reason}　见证人：${answer.witness}`
      : answer.way === "left"
        ? `　原因：${answer.reason}　留置地点：${answer.place}`
        : `　${answer.signer.name}`;
  return [
    toFactItem(
      "签字确认",
      <>
        {words.AnswerKind[answer.way]}　<span className="number">{record.number}</span>
        {more}　<span className="number">{formatMoment(record.signed_at)}</span>
      </>,
      2,
    ),
    ...(record.corrects ? [toFactItem("更正", `替代 ${record.corrects.number}，原因：${record.corrects.why}`, 2)] : []),
  ];
}
