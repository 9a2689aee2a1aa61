// The head of a day: its date, whether it is today, and what the calendar says of it.
import { Tag } from "antd";
import type { DayKind } from "../settings";
import { formatMonthDay, formatWeekday } from "./agenda-range";

interface Props {
  date: string;
  today: string;
  kind: DayKind;
  /** Without the weekday, which stands above the column. */
  bare?: boolean;
  /** Leads to the day. */
  open?: () => void;
}

const KIND: Partial<Record<DayKind, { zh: string; means: string; colour: string }>> = {
  off: { zh: "休", means: "法定节假日", colour: "green" },
  moved: { zh: "班", means: "调休上班", colour: "orange" },
};

export function DayHead({ date, today, kind, bare = false, open }: Props) {
  const mark = KIND[kind];
  const text = bare ? (date.endsWith("-01") ? formatMonthDay(date) : String(Number(date.slice(8)))) : `${formatWeekday(date)} ${Number(date.slice(8))}日`;
  const now = date === today;
  const inside = (
    <>
      <span className={now ? "today number" : "number"}>{text}</span>
      {now && !bare && " 今天"}
    </>
  );
  return (
    <span className="day-head">
      {open ? (
        <button type="button" onClick={open}>
          {inside}
          <span className="unseen">{bare && now ? "，今天，按日查看" : "，按日查看"}</span>
        </button>
      ) : (
        inside
      )}
      {mark && (
        <Tag color={mark.colour} title={mark.means} style={{ margin: 0 }}>
          {mark.zh}
        </Tag>
      )}
    </span>
  );
}
