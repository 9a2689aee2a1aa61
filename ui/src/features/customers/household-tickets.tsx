// What the desk has for a household already: what is still open, and what was before, the newest first.
import { Button } from "antd";
import { useRead } from "../../api/use-command";
import type { TicketRow } from "../../gen/wire";
import { TicketBrief } from "../ticket";
import { isOpenStage } from "../../shared/ticket/service";

/** How many of each are shown; the rest stands in the list. */
const SHOWN = 3;

/** The household's tickets; nothing is asked as long as nobody is known. */
export function useHouseholdTickets(customer: number | null) {
  const known = { enabled: customer !== null, keep: false };
  const now = useRead("ticket_list", { customer, only_open: true, limit: 20 }, known);
  const all = useRead("ticket_list", { customer, limit: 20 }, known);
  const over = (all.data?.rows ?? []).filter((row) => !isOpenStage(row.stage));
  const again = () => void Promise.all([now.refetch(), all.refetch()]);
  return { open: now.data?.rows ?? [], over, read: now.isSuccess && all.isSuccess, error: now.error ?? all.error, again };
}

interface Props {
  household: ReturnType<typeof useHouseholdTickets>;
  /** Shown elsewhere already. */
  except: readonly number[];
  /** Urges an open one; left out where that may not be done. */
  urge?: ((row: TicketRow) => void) | undefined;
  /** Which one the key is for. */
  first: TicketRow | undefined;
}

export function HouseholdTickets({ household, except, urge, first }: Props) {
  const rest = (rows: TicketRow[]) => rows.filter((row) => !except.includes(row.id));
  const now = rest(household.open);
  const over = rest(household.over);
  if (household.read && household.open.length + household.over.length === 0) {
    return <div className="quiet">这一户还没有工单。</div>;
  }
  return (
    <>
      {now.length > 0 && <h4>正在办理（{now.length}）</h4>}
      {now.slice(0, SHOWN).map((row) => (
        <TicketBrief key={row.id} row={row} end={urge && <UrgeButton first={row.id === first?.id} urge={() => urge(row)} />} />
      ))}
      {over.length > 0 && <h4>以前的工单（{over.length >= 20 ? "20 张以上" : over.length}）</h4>}
      {over.slice(0, SHOWN).map((row) => (
        <TicketBrief key={row.id} row={row} />
      ))}
    </>
  );
}

export function UrgeButton({ first, urge }: { first: boolean; urge: () => void }) {
  return (
    <Button size="small" onClick={urge}>
      催办{first && <kbd className="key">Alt+U</kbd>}
    </Button>
  );
}
