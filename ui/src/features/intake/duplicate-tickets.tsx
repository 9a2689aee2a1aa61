// Reports of the last seven days that may be the same one: one of them is marked, and Alt+M saves the report and merges
// it into that one.
import { Button, Flex, Radio } from "antd";
import { useRead } from "../../api/use-command";
import { UrgeButton } from "../customers";
import type { ServiceKind, TicketRow } from "../../gen/wire";
import { useHotkeys } from "../../shared/keyboard/hotkeys";
import { TicketBrief } from "../ticket";
import type { IntakeDraft } from "./intake-draft";
import { canMergeInto, isOpenStage } from "../../shared/ticket/service";

/** Who calls, as far as it is typed. */
const said = ({ phone, account_number, address }: IntakeDraft) => ({
  phone: phone?.trim() ?? "",
  account_number: account_number?.trim() ?? "",
  address: address?.trim() ?? "",
});

/** `source`: the ticket it is opened from, known already and no duplicate. */
export function useDuplicateTickets(draft: IntakeDraft, source: number | undefined): TicketRow[] {
  const request = said(draft);
  const enough = request.phone.length >= 5 || request.account_number.length >= 4 || request.address.length >= 4;
  const same = useRead("ticket_duplicates", request, { enabled: enough, keep: true });
  return enough ? (same.data ?? []).filter((row) => row.id !== source).slice(0, 4) : [];
}

interface Props {
  rows: TicketRow[];
  service: ServiceKind;
  /** Saves the report and merges it; left out where that may not be done. */
  merge?: ((into: TicketRow) => void) | undefined;
  /** The one it would be merged into. */
  marked: TicketRow | undefined;
  mark: (id: number | null) => void;
  urge?: ((row: TicketRow) => void) | undefined;
  first: TicketRow | undefined;
}

export function DuplicateTickets({ rows, service, merge, marked, mark, urge, first }: Props) {
  const fit = merge ? rows.filter((row) => canMergeInto(service, row)) : [];
  const go = (from: TicketRow, by: number) => mark(fit[(fit.indexOf(from) + by + fit.length) % fit.length]?.id ?? null);
  useHotkeys(
    marked
      ? [
          { press: "Alt+M", does: `保存，并入 ${marked.number}`, group: "本页", run: () => merge?.(marked) },
          { press: "Alt+↑", does: "选择并入上一张", group: "本页", run: () => go(marked, -1), repeats: true },
          { press: "Alt+↓", does: "选择并入下一张", group: "本页", run: () => go(marked, 1), repeats: true },
        ]
      : [],
  );
  if (rows.length === 0) return null;
  return (
    <div className="same" role="group" aria-label="近 7 天相近的工单">
      <b>近 7 天有 {rows.length} 张相近的工单，请核对是否同一件事</b>
      <Radio.Group
        value={marked?.id ?? null}
        onChange={({ target }) => mark(Number(target.value))}
      >
        {rows.map((row) => (
          <TicketBrief
            key={row.id}
            row={row}
            before={
              fit.length > 1 && (
                <Radio value={row.id} disabled={!fit.includes(row)} aria-label={`并入 ${row.number}`} />
              )
            }
            end={urge && isOpenStage(row.stage) && <UrgeButton first={row.id === first?.id} urge={() => urge(row)} />}
          />
        ))}
      </Radio.Group>
      {marked && merge && (
        <Flex vertical gap={2} style={{ marginTop: 4 }}>
          <Button onClick={() => merge(marked)}>
            保存，并入 {marked.number} <kbd className="key">Alt+M</kbd>
          </Button>
          {fit.length > 1 && <span className="quiet">按 Alt+↑、Alt+↓ 选择并入哪一张</span>}
        </Flex>
      )}
    </div>
  );
}
