// 派工信息: what a crew is told in a chat message, as plain text. It says what the view says: where phone and address are
// shown without their middle, they are so here.
import { isClockRunning } from "../../shared/time/countdown";
import type { ServiceIntake, Clock, TicketView } from "../../gen/wire";
import { words } from "../../gen/words";
import { formatMoment } from "../../shared/time/shanghai";

/** What is wrong, in a line or two. */
export function summarizeIntake(asked: ServiceIntake): string {
  const all = (...parts: string[]) => parts.filter((part) => part.trim() !== "").join("，");
  switch (asked.kind) {
    case "repair":
      return `${words.RepairFault[asked.fault]}（${words.MeterSide[asked.meter_side]}）：${asked.situation}`;
    case "reminder":
      return `${words.ReminderReason[asked.reason]}：${asked.situation}`;
    case "leak_detection":
      return `${words.LeakGround[asked.ground]}：${all(asked.situation, asked.signs)}`;
    case "water_quality":
      return `${asked.symptoms.map((one) => words.WaterSymptom[one]).join("、")}：${asked.situation}`;
    case "community":
      return all(asked.topic, asked.situation);
    case "emergency_water":
      return `${asked.cause}；停水至 ${formatMoment(asked.expected_end)}；${asked.places.map((one) => all(one.community, one.building)).join("、")}`;
  }
}

/** A limit the crew works against; what has ended or does not count is left out. */
function limit({ kind, task, limit: at, ended_at: ended, state }: Clock): string | null {
  if (at === null || ended !== null || (!isClockRunning({ state }) && state !== "breached")) return null;
  const name = `${words.ClockKind[kind]}${task === null ? "" : `（第 ${task} 次）`}`;
  return state === "breached" ? `${name} ${formatMoment(at)}，已超时，请尽快` : `${name} ${formatMoment(at)} 前`;
}

export function buildChatText({ ticket, clocks }: TicketView, masked: boolean): string {
  const { open, number, appointment, assignment } = ticket;
  const limits = clocks.map(limit).filter((text) => text !== null);
  const goes = assignment ? [assignment.details.crew, assignment.details.goes].filter(Boolean).join(" ") : "";
  const contact = [open.name, open.phone].filter(Boolean).join(" ");
  const address = [open.address, open.address.includes(open.community) ? "" : open.community].filter(Boolean).join("，");
  const lines: [string, string][] = [
    ["地址", address],
    ["联系人", contact && masked ? `${contact}（完整电话请向服务台查询）` : contact],
    ["情况", summarizeIntake(open.asked)],
    ["时限", limits.join("；")],
    ["预约", appointment ? `${formatMoment(appointment.details.at)} 到场${withWhom(appointment.details.agreed_with)}` : ""],
    ["班组", goes],
    ["要求", assignment?.details.note ?? ""],
  ];
  return [
    `【派工】${number} ${words.ServiceKind[open.asked.kind]}`,
    ...lines.filter(([, text]) => text.trim() !== "").map(([name, text]) => `${name}：${text}`),
    open.asked.kind === "repair" ? "全程免费，材料由用户自备。" : "全程免费。",
  ].join("\n");
}

const withWhom = (name: string) => (name ? `（与${name}约定）` : "");
