// The filters of the list: out of the address, so that going back finds the same list, and in words.
import type { ServiceKind, Stage, TicketList, TicketMark } from "../../gen/wire";
import { words } from "../../gen/words";
import { WEEK } from "../../part/draw";
import { programNow } from "../../time/now";
import { clock, day, fromDay, moment } from "../../time/shanghai";
import { isService, STAGES } from "../service";

export const PAGE = 100;

/** Days that go on with the calendar, so that a view of them is right tomorrow too. */
export const RECEIVED = { today: "今日", yesterday: "昨日", week: "近七日", month: "本月" } as const;
export type Received = keyof typeof RECEIVED;

/** One word of a list of words, by the name it has in the address and in the request. */
export const ONE = {
  service: { label: "服务", words: words.ServiceKind },
  todo: { label: "待办事项", words: words.Todo },
  channel: { label: "接报渠道", words: words.Channel },
  area: { label: "区域", words: words.Area },
  fault: { label: "维修故障", words: words.Fault },
  acknowledged: { label: "签字方式", words: words.Way },
  follow_up: { label: "回访结果", words: words.FollowUpOutcome },
} as const;
export type One = keyof typeof ONE;

/** Whole names. */
export const WHOLE = { crew: "班组", community: "小区", first_receiver: "首接人" } as const;
export type Whole = keyof typeof WHOLE;

/** Spans of time: from, to, and what happens in them. */
export const SPANS = [
  { from: "from", to: "to", label: "接报" },
  { from: "due_from", to: "due_to", label: "到期" },
  { from: "ended_from", to: "ended_to", label: "了结" },
] as const;
export type Span = (typeof SPANS)[number];

/** Yes or nothing. */
export const ONLY = { open: "只看办理中", overdue: "只看超时", unsigned: "只看待签字" } as const;
export type Only = keyof typeof ONLY;

const DAY = 86_400_000;

const oneOf = (search: URLSearchParams, name: One): string | null => {
  const value = search.get(name);
  return value !== null && value in ONE[name].words ? value : null;
};

const numberOf = (search: URLSearchParams, name: string): number | null => {
  const value = Number(search.get(name) || NaN);
  return Number.isFinite(value) ? value : null;
};

/** An hour of the week, counted from Monday. */
const weekHourOf = (search: URLSearchParams): number | null => {
  const hour = numberOf(search, "week_hour");
  return hour !== null && Number.isInteger(hour) && hour >= 0 && hour < 7 * 24 ? hour : null;
};

export const receivedOf = (search: URLSearchParams): Received | null => {
  const value = search.get("received");
  return value !== null && value in RECEIVED ? (value as Received) : null;
};

export const serviceOf = (search: URLSearchParams): ServiceKind | null => {
  const service = search.get("service");
  return isService(service) ? service : null;
};

/** The stages asked for; of a service only those it has. */
export function stagesOf(search: URLSearchParams): Stage[] {
  const service = serviceOf(search);
  const known = (stage: string): stage is Stage => stage in words.Stage;
  return search.getAll("stage").filter((stage): stage is Stage => known(stage) && (!service || STAGES[service].includes(stage)));
}

export const marksOf = (search: URLSearchParams): TicketMark[] =>
  search.getAll("mark").filter((mark): mark is TicketMark => mark in words.TicketMark);

/** From when to before when. */
export function spanOf(received: Received, now: number): { from: number; to: number } {
  const today = fromDay(day(now));
  const to = today + DAY;
  if (received === "yesterday") return { from: today - DAY, to: today };
  if (received === "week") return { from: to - 7 * DAY, to };
  return { from: received === "month" ? fromDay(`${day(now).slice(0, 7)}-01`) : today, to };
}

export function filtersOf(search: URLSearchParams, now = programNow()): TicketList {
  const given = (name: string, value: unknown) => (value === null || value === "" ? {} : { [name]: value });
  const text = (name: string) => given(name, search.get(name)?.trim() ?? null);
  const received = receivedOf(search);
  const marks = marksOf(search);
  return {
    limit: PAGE,
    order: search.get("order") === "deadline" ? "deadline" : "newest",
    only_open: search.get("open") === "1",
    overdue: search.get("overdue") === "1",
    stages: stagesOf(search),
    ...(search.get("unsigned") === "1" ? { unsigned: true } : {}),
    ...(marks.length > 0 ? { marks } : {}),
    ...text("text"),
    ...Object.assign({}, ...(Object.keys(WHOLE) as Whole[]).map(text)),
    ...given("customer", numberOf(search, "customer")),
    ...given("week_hour", weekHourOf(search)),
    ...Object.assign({}, ...(Object.keys(ONE) as One[]).map((name) => given(name, oneOf(search, name)))),
    ...Object.assign({}, ...SPANS.flatMap(({ from, to }) => [from, to]).map((name) => given(name, numberOf(search, name)))),
    ...(received ? spanOf(received, now) : {}),
  };
}

export type Pairs = Record<string, string | string[] | null | undefined>;

/** Another address, with these instead. */
export function put(search: URLSearchParams, pairs: Pairs): URLSearchParams {
  const next = new URLSearchParams(search);
  for (const [name, value] of Object.entries(pairs)) {
    next.delete(name);
    [value].flat().forEach((one) => one && next.append(name, one));
  }
  return next;
}

export interface Active {
  label: string;
  without: URLSearchParams;
}

const midnight = (at: number | null) => at === null || clock(at) === "00:00";

/** A span that ends before an instant: in days, or to the minute where a chart led to an hour. */
function days(from: number | null, to: number | null): string {
  if (!midnight(from) || !midnight(to)) {
    if (from === null || to === null) return from === null ? `${moment(to ?? 0)} 之前` : `${moment(from)} 起`;
    return `${moment(from)} 至 ${day(from) === day(to) ? clock(to) : moment(to)}`;
  }
  const last = to === null ? null : day(to - 1);
  if (from !== null && last !== null) return day(from) === last ? last : `${day(from)} 至 ${last}`;
  return from !== null ? `${day(from)} 起` : `至 ${last ?? ""}`;
}

/** What is filtered by, each with the address without it. */
export function activeOf(search: URLSearchParams): Active[] {
  const all: Active[] = [];
  const add = (label: string, pairs: Pairs) => all.push({ label, without: put(search, pairs) });
  const text = search.get("text")?.trim();
  if (text) add(`查找：${text}`, { text: null });
  for (const name of Object.keys(ONE) as One[]) {
    const value = oneOf(search, name);
    if (value !== null) add(`${ONE[name].label}：${(ONE[name].words as Record<string, string>)[value] ?? value}`, { [name]: null });
  }
  const stages = stagesOf(search);
  for (const stage of stages) add(`环节：${words.Stage[stage]}`, { stage: stages.filter((one) => one !== stage) });
  for (const name of Object.keys(WHOLE) as Whole[]) {
    const value = search.get(name);
    if (value) add(`${WHOLE[name]}：${value}`, { [name]: null });
  }
  if (numberOf(search, "customer") !== null) add("同一用户", { customer: null });
  const marks = marksOf(search);
  for (const mark of marks) add(words.TicketMark[mark], { mark: marks.filter((one) => one !== mark) });
  for (const name of Object.keys(ONLY) as Only[]) if (search.get(name) === "1") add(ONLY[name], { [name]: null });
  const received = receivedOf(search);
  if (received) add(`接报：${RECEIVED[received]}`, { received: null });
  for (const { from, to, label } of SPANS) {
    if (received && from === "from") continue;
    const [begin, end] = [numberOf(search, from), numberOf(search, to)];
    if (begin !== null || end !== null) add(`${label}：${days(begin, end)}`, { [from]: null, [to]: null });
  }
  const hour = weekHourOf(search);
  if (hour !== null) add(`接报时段：${WEEK[Math.floor(hour / 24)]} ${hour % 24} 时`, { week_hour: null });
  return all;
}

/** Nothing is filtered by any more; the order stays. */
export function cleared(search: URLSearchParams): URLSearchParams {
  const order = search.get("order");
  return new URLSearchParams(order ? { order } : {});
}

/** The same filters are the same text, whatever was chosen first. */
export function canonical(search: URLSearchParams): string {
  const pairs = [...search].filter(([name, value]) => value !== "" && !(name === "order" && value === "newest"));
  return new URLSearchParams(pairs.sort(([a, x], [b, y]) => (a === b ? (x < y ? -1 : 1) : a < b ? -1 : 1))).toString();
}
