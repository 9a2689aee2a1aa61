// 封账前核对: what of the month is still waiting for somebody, before its figures stay as they are.
import { Link } from "react-router";
import { useRead } from "../../api/use-command";
import { useMay } from "../../session/desk-state";
import type { Report, TodoKind } from "../../gen/wire";
import { words } from "../../gen/words";
import { formatCappedCount, parseTicketFilters } from "../ticket-list";

/** What moves figures when it is done later. */
const TODOS: readonly TodoKind[] = ["verify_hours", "approve_extension", "violation", "reply", "sign", "follow_up", "close"];

/** Addresses of the list, each with its words: what it counts is what it leads to. */
export function listClosingChecks({ from, to }: Pick<Report, "from" | "to">) {
  const span = `from=${from}&to=${to}`;
  return [
    ...TODOS.map((todo) => ({ name: words.TodoKind[todo], address: `todo=${todo}&${span}` })),
    { name: "逾时未完成", address: `${span}&open=1&overdue=1` },
  ];
}

export function ClosingChecklist({ report }: { report: Pick<Report, "from" | "to"> }) {
  const may = useMay();
  const all = listClosingChecks(report);
  const queries = all.map(({ address }) => parseTicketFilters(new URLSearchParams(address)));
  const found = useRead("ticket_count", { queries }, { enabled: may("ticket_count") });
  if (!found.data) return null;
  const { counts, most } = found.data;
  const waiting = all.map((check, place) => ({ ...check, count: counts[place] ?? 0 })).filter(({ count }) => count > 0);
  if (waiting.length === 0) return <p>这个月接报的工单都已核对办理，可以封账。</p>;
  return (
    <div role="group" aria-label="封账前核对">
      封账前请核对这个月接报的工单：
      <ul className="before-closing">
        {waiting.map(({ name, address, count }) => (
          <li key={address}>
            <Link to={`/tickets?${address}`}>
              {name} <b className="number">{formatCappedCount(count, most)}</b>
            </Link>
          </li>
        ))}
      </ul>
    </div>
  );
}
