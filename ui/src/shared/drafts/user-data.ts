// What the program keeps for the person signed in: columns, views, drafts. Read once, changed here at once, written a moment later.
import { useQuery, useQueryClient, type QueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import type { DeskState, UserData } from "../../gen/wire";
import { useShowRefusal } from "../dialogs/refusal";
import type { RefusedError } from "../../api/platform";
import { runCommand } from "../../api/use-command";

/** How long a change waits for others before it is written: nobody types so fast that more than this is lost. */
const PAUSE = 300;
const KEY = ["kept", "kept_get", {}];

export interface WriteCallbacks {
  /** It stands in the file. */
  written?: () => void;
  /** It was refused. Whether it goes on waiting, for a desk that is open again. */
  refused: (error: unknown) => boolean;
}

interface Waiting {
  value: unknown;
  /** Not sent yet; null while it is on its way, and after it was refused. */
  timer: ReturnType<typeof setTimeout> | null;
  due: number;
  again: boolean;
  write: () => Promise<void>;
}

/** What is not written yet, by name. */
const waiting = new Map<string, Waiting>();
/** One write after the other: an older value must not arrive last. */
let line: Promise<void> = Promise.resolve();

/** Writes what still waits, as before the desk is locked or left, and after it was opened again. */
export function flushUserData(): Promise<void> {
  for (const one of waiting.values()) send(one);
  return line;
}

function send(one: Waiting) {
  if (one.timer === null && !one.again) return;
  if (one.timer !== null) clearTimeout(one.timer);
  one.timer = null;
  one.again = false;
  line = line.then(one.write);
}

window.addEventListener("pagehide", () => void flushUserData());
window.addEventListener("focusout", () => void flushUserData());
document.addEventListener("visibilitychange", () => void flushUserData());

/** Whose desk it is. */
export const findSignedInPersonId = (client: QueryClient) => client.getQueryData<DeskState>(["desk", "desk_state", {}])?.person?.id;

export function saveUserData(client: QueryClient, name: string, value: unknown, how: WriteCallbacks) {
  const before = waiting.get(name);
  const due = before?.timer ? before.due : Date.now() + PAUSE;
  if (before?.timer) clearTimeout(before.timer);
  const person = findSignedInPersonId(client);
  const one: Waiting = { value, timer: null, due, again: false, write };
  const last = () => waiting.get(name) === one;
  async function write() {
    try {
      // What somebody kept is nobody else's, who has signed in meanwhile.
      if (findSignedInPersonId(client) === person) {
        await runCommand(client, "kept_put", { name, value });
        how.written?.();
      }
    } catch (error) {
      one.again = how.refused(error);
      // What is shown is again what is kept.
      if (last() && !one.again) void client.invalidateQueries({ queryKey: KEY });
    }
    if (last() && !one.again) waiting.delete(name);
  }
  one.timer = setTimeout(() => send(one), due - Date.now());
  waiting.set(name, one);
  client.setQueryData<UserData>(KEY, (kept) => kept && laid(kept));
}

/** With what is not written yet. */
const laid = ({ values }: UserData): UserData => ({ values: { ...values, ...Object.fromEntries([...waiting].map(([name, { value }]) => [name, value])) } });

/** What is kept, as far as it is known now. */
export const readUserData = (client: QueryClient) => client.getQueryData<UserData>(KEY)?.values ?? {};

/** All that is kept for who is signed in. Nobody else writes it, so that it never grows old; it goes when the person does (`useStand`). */
export function useAllUserData() {
  const client = useQueryClient();
  return useQuery<UserData, RefusedError>({ queryKey: KEY, queryFn: async () => laid(await runCommand(client, "kept_get", {})), staleTime: Infinity });
}

type Next<T> = T | null | ((now: T) => T | null);

/** The value kept under a name, the way to keep another (`null`: none; or made from what is kept now), and whether it has been read.
 *  Until then, and where nothing is kept, it is `fallback`. Drafts are kept by `use-drafts.ts`. */
export function useUserData<T>(name: string, fallback: T): [value: T, put: (next: Next<T>) => void, ready: boolean] {
  const client = useQueryClient();
  const say = useShowRefusal();
  const { data, isSuccess } = useAllUserData();
  const put = useCallback(
    (next: Next<T>) => {
      const now = (readUserData(client)[name] as T | null | undefined) ?? fallback;
      const value = typeof next === "function" ? (next as (now: T) => T | null)(now) : next;
      saveUserData(client, name, value, { refused: (error) => (say(error), false) });
    },
    [client, name, fallback, say],
  );
  return [(data?.values[name] as T | null | undefined) ?? fallback, put, isSuccess];
}
