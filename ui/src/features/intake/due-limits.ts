// What is due by when once a report is saved, and what is said meanwhile. Only told here; the program counts.
import type { Clock, ClockKind, ClockLimits, ServiceKind } from "../../gen/wire";
import { formatTimeOfDay, formatDay, formatMoment } from "../../shared/time/shanghai";
import { readDraftService, type IntakeDraft } from "./intake-draft";

export interface DueLimit {
  kind: ClockKind;
  text: string;
}

/** `10 分钟`, `24 小时`, `3 天`. */
export function formatMinutes(minutes: number): string {
  if (minutes % 1440 === 0 && minutes > 1440) return `${minutes / 1440} 天`;
  return minutes % 60 === 0 ? `${minutes / 60} 小时` : `${minutes} 分钟`;
}

/** The clocks of the service, in the order they run out. */
export function listDueLimits(draft: IntakeDraft, limits: ClockLimits): DueLimit[] {
  const from = (kind: ClockKind, minutes: number): DueLimit => ({
    kind,
    text: `${formatMinutes(minutes)}内，${formatMoment(draft.received_at + minutes * 60_000)} 前`,
  });
  const after = (kind: ClockKind, what: string, minutes: number): DueLimit => ({ kind, text: `${what}后 ${formatMinutes(minutes)}内` });
  switch (readDraftService(draft)) {
    case "repair":
      return [from("hand_over", limits.hand_over), from("total", limits.total)];
    case "leak_detection":
      return [from("visit", limits.leak_visit), from("answer", limits.leak_reply)];
    case "water_quality":
      return [
        from("sampling", limits.sampling),
        after("lab_receipt", "取样", limits.lab_receipt),
        from("answer", limits.water_reply),
      ];
    case "reminder":
      return [from("tell", limits.tell)];
    case "community":
      return eventDues(draft, from("decide", limits.decide_event));
    case "emergency_water":
      return [
        from("authorise", limits.authorise),
        after("first_trip", "公司授权", limits.first_trip),
        { kind: "coverage", text: "停水结束前送到每个用户" },
      ];
  }
}

/** A wish is decided on in time; an event of the plan has its day. */
function eventDues({ asked }: IntakeDraft, decide: DueLimit): DueLimit[] {
  if (asked?.kind !== "community") return [];
  if (asked.origin === "customer_request") return [decide];
  const at = asked.planned_at;
  const day = typeof at === "number" ? `${formatMoment(at).slice(0, 10)} 当天举办` : "排定活动后按活动日期";
  return [{ kind: "event", text: day }];
}

/** What to say or to do while the report is taken. */
export const CALL_INSTRUCTIONS: Record<ServiceKind, { title: string; text: string }> = {
  repair: {
    title: "请告知用户",
    text: "“我们的维修服务全程免费，维修所用的材料请您自备。维修人员不会向您收取任何费用。”",
  },
  leak_detection: {
    title: "请告知用户",
    text: "“我们的检漏服务全程免费，稽查队会上门查找，结果由服务中心回复您。”有结果之前，不要向用户作任何承诺。",
  },
  water_quality: {
    title: "请告知用户",
    text: "“我们的水质化验全程免费。稽查队会上门取样，请您尽量在场并签字，化验结果由服务中心回复您。”",
  },
  reminder: {
    title: "接下来",
    text: "保存后请添加照片，及时告知用户并请用户签字。用户不签的，登记拒签和见证人；无人在家的，留置通知并拍照。",
  },
  community: {
    title: "请告知社区",
    text: "“服务进社区活动全程免费。”用户要求的，由客服主管研判是否有必要，再排定时间。",
  },
  emergency_water: {
    title: "接下来",
    text: "请把停水的小区和楼栋登记齐全，一户也不能漏。公司授权之前不得出车；应急送水全程免费。",
  },
};

/** What a customer is told by when; the other limits are the company's own affair. */
const PROMISE: Partial<Record<ClockKind, string>> = {
  arrival: "前维修人员到场",
  total: "前修好并回复您",
  visit: "前稽查队上门检漏",
  sampling: "前稽查队上门取样",
  answer: "前回复您结果",
  decide: "前答复是否举办活动",
};

/** The promises of a ticket, the first due first: until when, and what then. */
export function listPromises(clocks: readonly Clock[], now: number): { kind: ClockKind; by: string; what: string }[] {
  return clocks
    .filter((one): one is Clock & { limit: number } => one.limit !== null && one.ended_at === null)
    .sort((a, b) => a.limit - b.limit)
    .flatMap(({ kind, limit }) => {
      const what = PROMISE[kind];
      return what === undefined ? [] : [{ kind, by: formatSpokenTime(limit, now), what }];
    });
}

/** `今天 02:35`, `明天 10:05`, `11月27日 10:05`: as one says it on the phone. */
export function formatSpokenTime(at: number, now: number): string {
  const DAY = 24 * 3_600_000;
  if (formatDay(at) === formatDay(now)) return `今天 ${formatTimeOfDay(at)}`;
  if (formatDay(at) === formatDay(now + DAY)) return `明天 ${formatTimeOfDay(at)}`;
  const [, month, date] = formatDay(at).split("-");
  return `${Number(month)}月${Number(date)}日 ${formatTimeOfDay(at)}`;
}

/** A number as it is read out: `WX`, `261124`, `0003`. */
export function splitTicketNumber(number: string): string[] {
  const [, service, date, count] = /^([A-Z]+)(\d{6})(\d+)$/.exec(number) ?? [];
  return service && date && count ? [service, date, count] : [number];
}
