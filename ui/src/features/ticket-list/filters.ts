// The filters of the list: out of the address, so that going back finds the same list, and in words.
import type { ServiceKind, Stage, TicketList, TicketMark } from "../../gen/wire";
import { words } from "../../gen/words";
import { WEEKDAY_NAMES } from "../../shared/charts/chart-options";
import { programNow } from "../../api/now";
import { formatTimeOfDay, formatDay, fromDay, formatMoment } from "../../shared/time/shanghai";
import { isService, SERVICE_STAGES } from "../../shared/ticket/service";

export const LIST_PAGE_SIZE = 100;

/** Days that go on with the calendar, so that a view of them is right tomorrow too. */
export const RECEIVED_RANGES = { today: "今日", yesterday: "昨日", week: "近七日", month: "本月" } as const;
export type ReceivedRange = keyof typeof RECEIVED_RANGES;

/** One word of a list of words, by the name it has in the address and in the request. */
export const CHOICE_FILTERS = {
  service: { label: "服务", words: words.ServiceKind },
  todo: { label: "待办事项", words: words.TodoKind },
  channel: { label: "接报渠道", words: words.Channel },
  area: { label: "区域", words: words.AddressArea },
  fault: { label: "维修故障", words: words.RepairFault },
  acknowledged: { label: "签字方式", words: words.AnswerKind },
  follow_up: { label: "回访结果", words: words.FollowUpOutcome },
} as const;
export type ChoiceFilter = keyof typeof CHOICE_FILTERS;

/** Whole names. */
export const NAME_FILTERS = { crew: "班组", community: "小区", first_receiver: "首接人" } as const;
export type NameFilter = keyof typeof NAME_FILTERS;

/** Spans of time: from, to, and what happens in them. */
export const RANGE_FILTERS = [
  { from: "from", to: "to", label: "接报" },
  { from: "due_from", to: "due_to", label: "到期" },
  { from: "ended_from", to: "ended_to", label: "了结" },
] as const;
export type RangeFilter = (typeof RANGE_FILTERS)[number];

/** Yes or nothing. */
export const FLAG_FILTERS = { open: "只看办理中", overdue: "只看超时", unsigned: "只看待签字" } as const;
export type FlagFilter = keyof typeof FLAG_FILTERS;

const DAY = 86_400_000;

const oneOf = (search: URLSearchParams, name: ChoiceFilter): string | null => {
  const value = search.get(name);
  return value !== null && value in CHOICE_FILTERS[name].words ? value : null;
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

export const readReceivedRange = (search: URLSearchParams): ReceivedRange | null => {
  const value = search.get("received");
  return value !== null && value in RECEIVED_RANGES ? (value as ReceivedRange) : null;
};

export const readServiceFilter = (search: URLSearchParams): ServiceKind | null => {
  const service = search.get("service");
  return isService(service) ? service : null;
};

/** The stages asked for; of a service only those it has. */
export function readStageFilter(search: URLSearchParams): Stage[] {
  const service = readServiceFilter(search);
  const known = (stage: string): stage is Stage => stage in words.Stage;
  return search.getAll("stage").filter((stage): stage is Stage => known(stage) && (!service || SERVICE_STAGES[service].includes(stage)));
}

export const readMarkFilter = (search: URLSearchParams): TicketMark[] =>
  search.getAll("mark").filter((mark): mark is TicketMark => mark in words.TicketMark);

/** From when to before when. */
export function computeReceivedRange(received: ReceivedRange, now: number): { from: number; to: number } {
  const today = fromDay(formatDay(now));
  const to = today + DAY;
  if (received === "yesterday") return { from: today - DAY, to: today };
  if (received === "week") return { from: to - 7 * DAY, to };
  return { from: received === "month" ? fromDay(`${formatDay(now).slice(0, 7)}-01`) : today, to };
}

export function parseTicketFilters(search: URLSearchParams, now = programNow()): TicketList {
  const given = (name: string, value: unknown) => (value === null || value === "" ? {} : { [name]: value });
  const text = (name: string) => given(name, search.get(name)?.trim() ?? null);
  const received = readReceivedRange(search);
  const marks = readMarkFilter(search);
  return {
    limit: LIST_PAGE_SIZE,
    order: search.get("order") === "deadline" ? "deadline" : "newest",
    only_open: search.get("open") === "1",
    overdue: search.get("overdue") === "1",
    stages: readStageFilter(search),
    ...(search.get("unsigned") === "1" ? { unsigned: true } : {}),
    ...(marks.length > 0 ? { marks } : {}),
    ...text("text"),
    ...Object.assign({}, ...(Object.keys(NAME_FILTERS) as NameFilter[]).map(text)),
    ...given("customer", numberOf(search, "customer")),
    ...given("week_hour", weekHourOf(search)),
    ...Object.assign({}, ...(Object.keys(CHOICE_FILTERS) as ChoiceFilter[]).map((name) => given(name, oneOf(search, name)))),
    ...Object.assign({}, ...RANGE_FILTERS.flatMap(({ from, to }) => [from, to]).map((name) => given(name, numberOf(search, name)))),
    ...(received ? computeReceivedRange(received, now) : {}),
  };
}

export type SearchPairs = Record<string, string | string[] | null | undefined>;

/** Another address, with these instead. */
export function replaceSearchPairs(search: URLSearchParams, pairs: SearchPairs): URLSearchParams {
  const next = new URLSearchParams(search);
  for (const [name, value] of Object.entries(pairs)) {
    next.delete(name);
    [value].flat().forEach((one) => one && next.append(name, one));
  }
  return next;
}

export interface ActiveFilter {
  label: string;
  without: URLSearchParams;
}

const midnight = (at: number | null) => at === null || formatTimeOfDay(at) === "00:00";

/** A span that ends before an instant: in days, or to the minute where a chart led to an hour. */
function days(from: number | null, to: number | null): string {
  if (!midnight(from) || !midnight(to)) {
    if (from === null || to === null) return from === null ? `${formatMoment(to ?? 0)} 之前` : `${formatMoment(from)} 起`;
    return `${formatMoment(from)} 至 ${formatDay(from) === formatDay(to) ? formatTimeOfDay(to) : formatMoment(to)}`;
  }
  const last = to === null ? null : formatDay(to - 1);
  if (from !== null && last !== null) return formatDay(from) === last ? last : `${formatDay(from)} 至 ${last}`;
  return from !== null ? `${formatDay(from)} 起` : `至 ${last ?? ""}`;
}

/** What is filtered by, each with the address without it. */
export function listActiveFilters(search: URLSearchParams): ActiveFilter[] {
  const all: ActiveFilter[] = [];
  const add = (label: string, pairs: SearchPairs) => all.push({ label, without: replaceSearchPairs(search, pairs) });
  const text = search.get("text")?.trim();
  if (text) add(`查找：${text}`, { text: null });
  for (const name of Object.keys(CHOICE_FILTERS) as ChoiceFilter[]) {
    const value = oneOf(search, name);
    if (value !== null) add(`${CHOICE_FILTERS[name].label}：${(CHOICE_FILTERS[name].words as Record<string, string>)[value] ?? value}`, { [name]: null });
  }
  const stages = readStageFilter(search);
  for (const stage of stages) add(`环节：${words.Stage[stage]}`, { stage: stages.filter((one) => one !== stage) });
  for (const name of Object.keys(NAME_FILTERS) as NameFilter[]) {
    const value = search.get(name);
    if (value) add(`${NAME_FILTERS[name]}：${value}`, { [name]: null });
  }
  if (numberOf(search, "customer") !== null) add("同一用户", { customer: null });
  const marks = readMarkFilter(search);
  for (const mark of marks) add(words.TicketMark[mark], { mark: marks.filter((one) => one !== mark) });
  for (const name of Object.keys(FLAG_FILTERS) as FlagFilter[]) if (search.get(name) === "1") add(FLAG_FILTERS[name], { [name]: null });
  const received = readReceivedRange(search);
  if (received) add(`接报：${RECEIVED_RANGES[received]}`, { received: null });
  for (const { from, to, label } of RANGE_FILTERS) {
    if (received && from === "from") continue;
    const [begin, end] = [numberOf(search, from), numberOf(search, to)];
    if (begin !== null || end !== null) add(`${label}：${days(begin, end)}`, { [from]: null, [to]: null });
  }
  const hour = weekHourOf(search);
  if (hour !== null) add(`接报时段：${WEEKDAY_NAMES[Math.floor(hour / 24)]} ${hour % 24} 时`, { week_hour: null });
  return all;
}

/** Nothing is filtered by any more; the order stays. */
export function clearFilters(search: URLSearchParams): URLSearchParams {
  const order = search.get("order");
  return new URLSearchParams(order ? { order } : {});
}

/** The same filters are the same text, whatever was chosen first. */
export function toCanonicalSearch(search: URLSearchParams): string {
  const pairs = [...search].filter(([name, value]) => value !== "" && !(name === "order" && value === "newest"));
  return new URLSearchParams(pairs.sort(([a, x], [b, y]) => (a === b ? (x < y ? -1 : 1) : a < b ? -1 : 1))).toString();
}
