// Whether something was refused for want of the key's passphrase, so that the desk can ask for it in one place.
import { useSyncExternalStore } from "react";
import { Refused } from "../platform";

type Wanted = "key_locked" | "key_passphrase_needed" | null;

let wanted: Wanted = null;
const listeners = new Set<() => void>();

function set(next: Wanted) {
  wanted = next;
  for (const listener of listeners) listener();
}

/** Learns from a refusal, whichever call met it. */
export function learnWanted(error: unknown) {
  const code = error instanceof Refused ? error.refusal?.code : undefined;
  if (code === "key_locked" || code === "key_passphrase_needed") set(code);
}

function listen(listener: () => void) {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** What is wanted, and the way to say that it no longer is. */
export function useWanted(): [Wanted, () => void] {
  return [useSyncExternalStore(listen, () => wanted), () => set(null)];
}
