// How the key is, asked only where it may lack: data that are as the record says have had it there to say so.
import { useRead } from "../../api/use-command";
import { useDesk, useMay } from "../../session/desk-state";
import type { KeyState, WitnessState } from "../../gen/wire";

const KEY_IS_THERE: WitnessState[] = ["demo", "holds"];

/** Whether it is asked for and not known yet, and what is known; nothing for whoever could do nothing about it. */
export function useKeyState(): { isPending: boolean; state: KeyState | undefined } {
  const { trust } = useDesk();
  const asks = useMay()("key_unlock") && !trust.sealing_stopped && !KEY_IS_THERE.includes(trust.witness);
  const keys = useRead("key_list", {}, { enabled: asks });
  return { isPending: asks && keys.isPending, state: asks ? keys.data?.state : undefined };
}
