// What the program keeps for the person signed in: columns, views, drafts. Read once, changed here at once, written a moment later.
import { useQuery, useQueryClient, type QueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import type { Kept } from "../gen/wire";
import { useSay } from "../part/refusal";
import type { Refused } from "../platform";
import { ask } from "./use";

/** How long nothing more must come before it is written. */
const PAUSE = 300;
const KEY = ["kept", "kept_get", {}];

interface Waiting {
  value: unknown;
  /** Not sent yet; null while it is on its way. */
  timer: ReturnType<typeof setTimeout> | null;
  write: () => Promise<void>;
}

/** What is not written yet, by name. */
const waiting = new Map<string, Waiting>();
/** One write after the other: an older value must not arrive last. */
let line: Promise<void> = Promise.resolve();

/** Writes what still waits, as before the desk is locked or left. */
export function settleKept(): Promise<void> {
  for (const one of waiting.values()) send(one);
  return line;
}

function send(one: Waiting) {
  if (one.timer === null) return;
  clearTimeout(one.timer);
  one.timer = null;
  line = line.then(one.write);
}

window.addEventListener("pagehide", () => void settleKept());

function keep(client: QueryClient, name: string, value: unknown, failed: (error: unknown) => void) {
  const before = waiting.get(name);
  if (before?.timer) clearTimeout(before.timer);
  const one: Waiting = {
    value,
    timer: null,
    write: async () => {
      try {
        await ask(client, "kept_put", { name, value });
      } catch (error) {
        failed(error);
        // What is shown is again what is kept.
        if (waiting.get(name) === one) void client.invalidateQueries({ queryKey: KEY });
      }
      if (waiting.get(name) === one) waiting.delete(name);
    },
  };
  one.timer = setTimeout(() => send(one), PAUSE);
  waiting.set(name, one);
  client.setQueryData<Kept>(KEY, (kept) => kept && laid(kept));
}

/** With what is not written yet. */
const laid = ({ values }: Kept): Kept => ({ values: { ...values, ...Object.fromEntries([...waiting].map(([name, { value }]) => [name, value])) } });

type Next<T> = T | null | ((now: T) => T | null);

/** The value kept under a name, the way to keep another (`null`: none; or made from what is kept now), and whether it has been read. Until then, and where
 *  nothing is kept, it is `fallback`. Names of drafts begin with `draft.` and go after 30 days. */
export function useKept<T extends object | string | number | boolean>(name: string, fallback: T): [value: T, put: (next: Next<T>) => void, ready: boolean] {
  const client = useQueryClient();
  const say = useSay();
  // Nobody else writes them, so that they never grow old; they go when the person does (`useStand`).
  const { data, isFetched } = useQuery<Kept, Refused>({ queryKey: KEY, queryFn: async () => laid(await ask(client, "kept_get", {})), staleTime: Infinity });
  const put = useCallback(
    (next: Next<T>) => {
      const now = (client.getQueryData<Kept>(KEY)?.values[name] as T | null | undefined) ?? fallback;
      keep(client, name, typeof next === "function" ? (next as (now: T) => T | null)(now) : next, say);
    },
    [client, name, fallback, say],
  );
  return [(data?.values[name] as T | null | undefined) ?? fallback, put, isFetched];
}
