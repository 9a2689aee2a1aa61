// Which tickets of the list stand behind a number of the charts. The program names the parts in words; here they become filters.
import type { Report } from "../../gen/wire";
import { words } from "../../gen/words";

type Span = Pick<Report, "from" | "to">;

const DAY = 86_400_000;

const within = ({ from, to }: Span, more: Record<string, string>) => `/tickets?${new URLSearchParams({ ...more, from: String(from), to: String(to) })}`;

/** The code of a word, such as 热线电话. */
const code = (zh: Record<string, string>, label: string) => Object.keys(zh).find((key) => zh[key] === label);

const FILTERS: Record<string, (label: string) => [string, string | undefined]> = {
  服务类别: (label) => ["service", code(words.ServiceKind, label)],
  接报渠道: (label) => ["channel", code(words.Channel, label)],
  区域: (label) => ["area", code(words.AddressArea, label)],
  当前环节: (label) => ["stage", code(words.Stage, label)],
  班组: (label) => ["crew", label === "未派工" ? undefined : label],
  小区: (label) => ["community", label === "未填写" ? undefined : label],
};

/** Of a part of a breakdown; `null` where the list has no such filter. */
export function linkToPart(span: Span, by: string, label: string): string | null {
  const [name, value] = FILTERS[by]?.(label) ?? [];
  return name && value ? within(span, { [name]: value }) : null;
}

const OUTCOMES: Record<string, Record<string, string>> = {
  已办结: { stage: "closed" },
  办理中: { open: "1" },
  已转表前: { stage: "passed_on" },
  已并单: { stage: "merged" },
  已作废: { stage: "cancelled" },
};

export function linkToOutcome(span: Span, label: string): string | null {
  const filter = OUTCOMES[label];
  return filter ? within(span, filter) : null;
}

/** Of a day of the month, counted from 0. */
export function linkToDay({ from }: Span, place: number): string {
  return within({ from: from + place * DAY, to: from + (place + 1) * DAY }, {});
}

/** Of an hour of the week, counted from Monday. */
export function linkToWeekHour(span: Span, hour: number): string {
  return within(span, { week_hour: String(hour) });
}
