// 撤回: the step just taken was a slip; for a minute it can be taken back.
import { Alert, Button } from "antd";
import { useMemo } from "react";
import { useChange } from "../../api/use-command";
import type { TicketView } from "../../gen/wire";
import { useHotkeys, type Hotkey } from "../../shared/keyboard/hotkeys";
import { KeyCap } from "../../shared/keyboard/key-cap";
import { useShowRefusal } from "../../shared/dialogs/refusal";
import { useNow } from "../../api/now";

/** Every letter alone is a step's (`keys.ts`): Z is 作废, whose form must not open instead. */
const KEY = "Alt+Z";

export function WithdrawAlert({ view }: { view: TicketView }) {
  const left = Math.ceil(((view.withdrawable?.until ?? 0) - useNow()) / 1000);
  return view.withdrawable && left > 0 ? <Offer view={view} title={view.withdrawable.title} left={left} /> : null;
}

function Offer({ view: { ticket }, title, left }: { view: TicketView; title: string; left: number }) {
  const { mutate, isPending } = useChange("ticket_withdraw");
  const say = useShowRefusal();
  const { id, version } = ticket;
  const keys = useMemo((): Hotkey[] => {
    const run = () => mutate({ ticket: id, version, details: {} }, { onError: say });
    return [{ press: KEY, does: "撤回刚登记的一步", group: "本页", run }];
  }, [mutate, say, id, version]);
  useHotkeys(keys);
  return (
    <Alert
      type="info"
      showIcon
      style={{ marginBottom: 12 }}
      title={
        <>
          刚登记了“{title}”。如有差错，可在 <span className="number">{left}</span> 秒内撤回，两次登记都会保留在办理过程中。
        </>
      }
      action={
        <Button size="small" loading={isPending} aria-keyshortcuts={KEY} onClick={keys[0]?.run}>
          撤回 <KeyCap of={KEY} />
        </Button>
      }
    />
  );
}
