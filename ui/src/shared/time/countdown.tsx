// How a clock stands, in a sign, a word and a colour, counting with the one timer.
import {
  CheckCircleOutlined,
  ClockCircleOutlined,
  CloseCircleOutlined,
  ExclamationCircleOutlined,
  MinusCircleOutlined,
  WarningOutlined,
} from "@ant-design/icons";
import type { ReactNode } from "react";
import type { Clock, TicketRow } from "../../gen/wire";
import { words } from "../../gen/words";
import { ColourTag, type TagColour } from "../look/colour-tag";
import { useNow } from "../../api/now";
import { formatDuration } from "./shanghai";

/** What is counted: a clock, or the one a row waits for. */
export type CountedClock = Pick<Clock, "state" | "start" | "limit" | "ended_at">;

/** The clock of a row that runs out next; it has not ended, or another would. */
export function nextClock({ next_clock: kind, next_start: start, next_limit: limit }: Pick<TicketRow, "next_clock" | "next_start" | "next_limit">) {
  if (kind === null || start === null || limit === null) return null;
  return { kind, start, limit, ended_at: null, state: "running" } as const;
}

export type ClockDisplay = "running" | "soon" | "breached" | "late" | "met" | "waived";

/** A fifth of its whole time left, at most half an hour: soon. */
function soon(clock: CountedClock, limit: number, now: number): boolean {
  return limit - now <= Math.min((limit - clock.start) / 5, 30 * 60_000);
}

/** Whether it is only what was recorded late that keeps it from being missed; its sign and colour are the others'. */
const enteredLate = ({ state }: Pick<CountedClock, "state">): boolean =>
  state === "running_entered_late" || state === "met_entered_late" || state === "waived_entered_late";

/** Whether it is still counted. */
export const isClockRunning = ({ state }: Pick<CountedClock, "state">): boolean => state === "running" || state === "running_entered_late";

/** Whether it is not counted. */
export const isClockWaived = ({ state }: Pick<CountedClock, "state">): boolean => state === "waived" || state === "waived_entered_late";

/** How it looks now. What the program computed is followed on by the same rule: past the limit is overdue. */
export function computeClockDisplay(clock: CountedClock, now: number): ClockDisplay {
  switch (clock.state) {
    case "met":
    case "met_entered_late":
      return "met";
    case "waived":
    case "waived_entered_late":
      return "waived";
    case "late":
    case "breached":
      return clock.state;
    case "running":
    case "running_entered_late":
      if (clock.limit === null) return "running";
      if (now > clock.limit) return "breached";
      return soon(clock, clock.limit, now) ? "soon" : "running";
  }
}

/** What it says now. */
export function describeClock(clock: CountedClock, now: number): string {
  const how = computeClockDisplay(clock, now);
  const marked = enteredLate(clock) && how !== "breached";
  return `${plainly(clock, how, now)}${marked ? "（补录）" : ""}`;
}

function plainly(clock: CountedClock, how: ClockDisplay, now: number): string {
  const limit = clock.limit;
  switch (how) {
    case "running":
    case "soon":
      return limit === null ? "计时中" : `剩 ${formatDuration(limit - now)}`;
    case "breached":
      return limit === null || limit >= now || clock.ended_at !== null ? "已超时" : `超时 ${formatDuration(now - limit)}`;
    case "late":
      return limit !== null && clock.ended_at !== null && clock.ended_at > limit
        ? `逾时 ${formatDuration(clock.ended_at - limit)}完成`
        : "逾时完成";
    case "met":
      return words.ClockState.met;
    case "waived":
      return "不计时";
  }
}

const looks: Record<ClockDisplay, { color: TagColour; icon: ReactNode }> = {
  running: { color: "blue", icon: <ClockCircleOutlined /> },
  soon: { color: "orange", icon: <WarningOutlined /> },
  breached: { color: "red", icon: <ExclamationCircleOutlined /> },
  late: { color: "red", icon: <CloseCircleOutlined /> },
  met: { color: "green", icon: <CheckCircleOutlined /> },
  waived: { color: "default", icon: <MinusCircleOutlined /> },
};

/** The sign of how it looks. */
export const renderClockIcon = (how: ClockDisplay): ReactNode => looks[how].icon;

export function ClockCountdown({ clock }: { clock: CountedClock }) {
  const now = useNow();
  const { color, icon } = looks[computeClockDisplay(clock, now)];
  return (
    <ColourTag colour={color} icon={icon} counts>
      {describeClock(clock, now)}
    </ColourTag>
  );
}
