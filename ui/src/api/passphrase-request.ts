// Whether the key's passphrase is wanted, for something that was refused without it or because somebody gives it by themselves, so
// that the desk can ask for it in one place; and that the key has been brought, for whoever was refused before.
import { useEffect, useRef, useSyncExternalStore } from "react";
import { RefusedError } from "./platform";

export interface PassphraseRequest {
  /** The first passphrase, which is chosen. */
  first: boolean;
  /** Something was refused for want of it. */
  refused: boolean;
}

let wanted: PassphraseRequest | null = null;
const listeners = new Set<() => void>();
const waiting = new Set<() => void>();

function set(next: PassphraseRequest | null) {
  wanted = next;
  for (const listener of listeners) listener();
}

/** Learns from a refusal, whichever call met it. */
export function notePassphraseNeeded(error: unknown) {
  const code = error instanceof RefusedError ? error.refusal?.code : undefined;
  if (code === "key_locked" || code === "key_passphrase_needed") set({ first: code === "key_passphrase_needed", refused: true });
}

/** Somebody gives it before anything is refused. */
export function requestPassphrase(first: boolean) {
  set({ first, refused: false });
}

function listen(listener: () => void) {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** What is wanted, and the way to say that it no longer is. */
export function usePassphraseRequest(): [PassphraseRequest | null, () => void] {
  return [useSyncExternalStore(listen, () => wanted), () => set(null)];
}

/** Tells whoever waits that something about the key has changed. */
export function notifyKeyChanged() {
  for (const then of waiting) then();
}

/** Calls `then` whenever something about the key has changed: what was refused for want of it may be done now. */
export function useKeyChanged(then: () => void) {
  const newest = useRef(then);
  useEffect(() => {
    newest.current = then;
  });
  useEffect(() => {
    const told = () => newest.current();
    waiting.add(told);
    return () => void waiting.delete(told);
  }, []);
}
