// What is known already beside a new report: tickets that may be the same matter, and those of the household. An open one
// can be urged from here, and the report stays as it is.
import { Card } from "antd";
import { useState } from "react";
import { useRead } from "../../api/use-command";
import { HouseholdTickets, useHouseholdTickets } from "../customers";
import { useMay } from "../../session/desk-state";
import type { ServiceKind, TicketRow } from "../../gen/wire";
import { HouseholdOldTickets } from "../past-tickets";
import { useHotkeys } from "../../shared/keyboard/hotkeys";
import type { IntakeDraft } from "./intake-draft";
import { DuplicateTickets, useDuplicateTickets } from "./duplicate-tickets";
import { isAreaService, canMergeInto, isOpenStage } from "../../shared/ticket/service";
import { StepDrawer } from "../ticket";

interface Props {
  draft: IntakeDraft;
  service: ServiceKind;
  /** The household the arrows stand on in the list, before it is chosen. */
  looked: { id: number; name: string } | null;
  source?: number | undefined;
  merge?: ((into: TicketRow) => void) | undefined;
}

export function RelatedTickets({ draft, service, looked, source, merge }: Props) {
  const may = useMay();
  const [chosen, setChosen] = useState<number | null>(null);
  const [urged, setUrged] = useState<number | null>(null);
  const customer = looked?.id ?? (isAreaService(service) ? null : (draft.customer ?? null));
  const household = useHouseholdTickets(may("ticket_list") ? customer : null);
  const duplicates = useDuplicateTickets(draft, source);
  // Whoever is only looked at is not the one the report is for yet.
  const same = looked ? [] : duplicates;
  const urge = may("ticket_urge") ? (row: TicketRow) => setUrged(row.id) : undefined;
  const marked = same.find((row) => row.id === chosen && canMergeInto(service, row)) ?? same.find((row) => canMergeInto(service, row));
  const first = [...(marked ? [marked] : []), ...same, ...household.open].find((row) => isOpenStage(row.stage));
  useHotkeys(urge && first ? [{ press: "Alt+U", does: `催办 ${first.number}`, group: "本页", run: () => urge(first) }] : []);
  if (customer === null && same.length === 0) return null;
  const name = looked?.name ?? draft.name;
  return (
    <Card size="small" title={customer === null ? "相近的工单" : `${name || "这一户"}的工单`} className="known">
      <DuplicateTickets
        rows={same}
        service={service}
        merge={may("ticket_merge") ? merge : undefined}
        marked={marked}
        mark={setChosen}
        urge={urge}
        first={first}
      />
      {customer !== null && (
        <HouseholdTickets household={household} except={same.map((row) => row.id)} urge={urge} first={first} />
      )}
      {customer !== null && <HouseholdOldTickets customer={customer} />}
      {urged !== null && <Urging ticket={urged} close={() => setUrged(null)} />}
    </Card>
  );
}

function Urging({ ticket, close }: { ticket: number; close: () => void }) {
  const read = useRead("ticket_get", { ticket });
  return read.data ? <StepDrawer step="urge" view={read.data} close={close} /> : null;
}
