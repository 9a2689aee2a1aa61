// The columns a list of tickets can have: how wide, and what each shows.
import type { ReactNode } from "react";
import { Link } from "react-router";
import type { TicketColumn, TicketRow } from "../../gen/wire";
import { words } from "../../gen/words";
import type { GridColumn } from "../../shared/table/data-grid";
import { ColourTag } from "../../shared/look/colour-tag";
import { formatHours } from "../../shared/charts/rounding";
import { programNow } from "../../api/now";
import { formatShortMoment } from "../../shared/time/shanghai";
import { ServiceTag, StageTag } from "../../shared/ticket/stage";

/** Overdue in words, as far as a row tells: a limit still waited for that has passed, or one kept too late. */
export function describeLateness(row: TicketRow, now: number): string | null {
  if (row.next_limit !== null && row.next_clock !== null && now > row.next_limit) {
    return `${words.ClockKind[row.next_clock]}已超`;
  }
  const late = row.finished_at !== null && row.total_limit !== null && row.finished_at > row.total_limit;
  if (late || row.clocks.some(({ limit, ended_at }) => ended_at !== null && ended_at > limit)) return "逾时完成";
  const broken = (row.finished_at !== null && row.broken) || row.clocks.some((clock) => clock.broken);
  return broken ? "曾超时" : null;
}

/** How wide they are at least: in large type the table is wider than the screen rather than without what is the matter. */
export const TABLE_SCROLL = { x: "72em" };

/** Those nobody has chosen otherwise. */
export const DEFAULT_COLUMNS: readonly TicketColumn[] = ["number", "service", "stage", "received_at", "name", "phone", "summary", "address", "crew", "due"];

/** How wide each is, in letters. */
export const COLUMN_WIDTHS: Record<TicketColumn, number> = {
  number: 9.2,
  service: 6.6,
  stage: 6.4,
  channel: 7.4,
  first_receiver: 7.4,
  area: 5.2,
  fault: 7,
  received_at: 7,
  raised_at: 7,
  name: 5.2,
  phone: 8,
  account_number: 7.4,
  community: 9,
  address: 10,
  summary: 10,
  crew: 7.4,
  due: 8.9,
  handed_over_at: 7,
  appointed_at: 7,
  arrived_at: 7,
  repaired_at: 7,
  replied_at: 7,
  total_limit: 7,
  extensions: 4.4,
  returns: 4.4,
  urges: 4.4,
  supervisions: 4.4,
  acknowledged: 6.4,
  follow_up: 6.4,
  hours: 5.6,
  violations: 4.4,
  ended_at: 7,
};

/** They take the room the others leave. */
export const FLEXIBLE_COLUMNS: readonly TicketColumn[] = ["summary", "address"];

const time = (at: number | null) => (at === null ? "—" : formatShortMoment(at, programNow()));
const count = (times: number) => (times === 0 ? "—" : times);
const word = <K extends string>(of: Record<K, string>, value: K | null) => (value === null ? "—" : of[value]);

function Due({ row }: { row: TicketRow }) {
  const late = describeLateness(row, programNow());
  if (late) return <ColourTag colour="red">{late}</ColourTag>;
  return row.next_limit === null ? null : <span className="number quiet">{formatShortMoment(row.next_limit, programNow())} 到期</span>;
}

function Extended({ row }: { row: TicketRow }) {
  return (
    <>
      {count(row.extensions)} {row.extension_pending && <ColourTag colour="purple">待批</ColourTag>}
    </>
  );
}

function worked({ verified_minutes: verified, claimed_minutes: claimed }: TicketRow): string {
  const minutes = verified ?? claimed;
  return minutes === 0 ? "—" : `${formatHours(minutes)} 时`;
}

const CELL: Record<TicketColumn, (row: TicketRow) => ReactNode> = {
  // A row is one stop of the keyboard; Enter on it opens what the link does.
  number: (row) => <Link to={`/ticket/${row.id}`} tabIndex={-1}>{row.number}</Link>,
  service: (row) => <ServiceTag service={row.service} />,
  stage: (row) => <StageTag stage={row.stage} />,
  channel: (row) => words.Channel[row.channel],
  first_receiver: (row) => row.first_receiver || "—",
  area: (row) => words.AddressArea[row.area],
  fault: (row) => word(words.RepairFault, row.fault),
  received_at: (row) => time(row.received_at),
  raised_at: (row) => time(row.raised_at),
  name: (row) => row.name || "—",
  phone: (row) => row.phone || "—",
  account_number: (row) => row.account_number || "—",
  community: (row) => row.community || "—",
  address: (row) => row.address || row.community,
  summary: (row) => <span title={row.summary}>{row.summary}</span>,
  crew: (row) => row.crew ?? "—",
  due: (row) => <Due row={row} />,
  handed_over_at: (row) => time(row.handed_over_at),
  appointed_at: (row) => time(row.appointed_at),
  arrived_at: (row) => time(row.arrived_at),
  repaired_at: (row) => time(row.repaired_at),
  replied_at: (row) => time(row.replied_at),
  total_limit: (row) => time(row.total_limit),
  extensions: (row) => <Extended row={row} />,
  returns: (row) => count(row.returns),
  urges: (row) => count(row.urges),
  supervisions: (row) => count(row.supervisions),
  acknowledged: (row) => word(words.AnswerKind, row.acknowledged),
  follow_up: (row) => word(words.FollowUpOutcome, row.follow_up),
  hours: worked,
  violations: (row) => count(row.violations.length),
  ended_at: (row) => time(row.ended_at),
};

const TAGS: readonly TicketColumn[] = ["service", "stage", "due"];
const LETTERS: readonly TicketColumn[] = ["service", "stage", "channel", "first_receiver", "area", "fault", "name", "community", "address", "summary", "crew", "due", "acknowledged", "follow_up"];

/** A column as a table takes it. */
export function buildTicketColumn(key: TicketColumn): GridColumn<TicketRow> {
  return {
    key,
    title: words.TicketColumn[key],
    ...(FLEXIBLE_COLUMNS.includes(key) ? {} : { width: `${COLUMN_WIDTHS[key]}em` }),
    // What is drawn as a tag is cut by no dots.
    ...(TAGS.includes(key) ? {} : { ellipsis: true }),
    ...(LETTERS.includes(key) ? {} : { className: "number" }),
    render: (_, row) => CELL[key](row),
  };
}

/** The columns of the other lists of tickets. */
export const TICKET_COLUMNS: GridColumn<TicketRow>[] = DEFAULT_COLUMNS.map(buildTicketColumn);
