// Old tickets where a ticket is looked for: those of the household that calls, and those whose number is typed in the list.
import { Flex } from "antd";
import { Link } from "react-router";
import { useRead } from "../../api/use-command";
import { useMay } from "../../session/desk-state";
import type { OldTicketRow } from "../../gen/wire";
import { describeOldTicketKind, OldTicketMark } from "./old-ticket-mark";
import { formatOldTicketTime } from "./old-ticket-time";

/** How many are shown; the rest stands in the household's file. */
const SHOWN = 3;

function Brief({ row: { id, ticket } }: { row: OldTicketRow }) {
  return (
    <div className="brief">
      <div className="line">
        <Link to={`/old/${id}`} className="number one-line" title={ticket.number}>
          {ticket.number}
        </Link>
        <OldTicketMark />
      </div>
      <Flex gap={6} className="quiet">
        <span className="number">{formatOldTicketTime(ticket.reported_at)}</span>
        <span className="one-line" title={ticket.description}>
          {describeOldTicketKind(ticket)}　{ticket.description}
        </span>
      </Flex>
    </div>
  );
}

/** The household's, newest first; nothing where there are none. */
export function HouseholdOldTickets({ customer }: { customer: number }) {
  const may = useMay();
  const read = useRead("old_ticket_list", { customer, limit: SHOWN + 1 }, { enabled: may("old_ticket_list"), keep: false });
  const rows = read.data?.rows ?? [];
  if (rows.length === 0) return null;
  return (
    <>
      <h4>旧工单（只供查阅）</h4>
      {rows.slice(0, SHOWN).map((row) => (
        <Brief key={row.id} row={row} />
      ))}
      {rows.length > SHOWN && <Link to={`/household/${customer}`}>在用户档案中查看全部旧工单</Link>}
    </>
  );
}

/** Those whose number begins as what is looked for in the list of tickets, which has none of them. */
export function OldTicketMatches({ text }: { text: string }) {
  const may = useMay();
  const read = useRead("old_ticket_find", { number: text }, { enabled: may("old_ticket_find") && text.length >= 2, keep: false });
  const rows = read.data ?? [];
  if (rows.length === 0) return null;
  return (
    <p className="old-numbered">
      旧工单（只供查阅）中有这样的编号：
      {rows.slice(0, SHOWN).map(({ id, ticket }, place) => (
        <span key={id}>
          {place > 0 && "、"}
          <Link to={`/old/${id}`} className="number">
            {ticket.number}
          </Link>
        </span>
      ))}
      {rows.length > SHOWN && "等。按 F3 可继续查找。"}
    </p>
  );
}
