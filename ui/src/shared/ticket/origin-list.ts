// The list somebody came from, so that the next ticket is one key away. The last list that was shown counts; it stays as it
// was then, whatever is done on its tickets meanwhile.
import { useEffect, useSyncExternalStore } from "react";

/** More of a list that goes on. */
export interface ListContinuation {
  after: string;
  read: (after: string) => Promise<{ ids: number[]; next: string | null }>;
}

interface List {
  ids: readonly number[];
  further: ListContinuation | null;
}

let list: List = { ids: [], further: null };
const watchers = new Set<() => void>();

function put(next: List) {
  list = next;
  watchers.forEach((tell) => tell());
}

/** A list is shown. */
export function setOriginList(ids: readonly number[], further: ListContinuation | null = null): void {
  put({ ids, further });
}

/** Where a ticket stands in it; nothing if it is not of that list. */
export interface ListPosition {
  /** From 1. */
  at: number;
  of: number;
  more: boolean;
  previous: number | null;
  next: number | null;
}

export function findListPosition({ ids, further }: List, ticket: number): ListPosition | null {
  const at = ids.indexOf(ticket);
  if (at < 0) return null;
  return { at: at + 1, of: ids.length, more: further !== null, previous: ids[at - 1] ?? null, next: ids[at + 1] ?? null };
}

/** Reads on where the list ended. The ticket after the given one, if there is any. */
export async function readNextTicket(ticket: number): Promise<number | null> {
  const from = list;
  if (from.further) {
    const { after, read } = from.further;
    const { ids, next } = await read(after);
    // Another list may have been shown meanwhile.
    if (list === from) {
      const fresh = ids.filter((id) => !from.ids.includes(id));
      put({ ids: [...from.ids, ...fresh], further: next === null ? null : { after: next, read } });
    }
  }
  return findListPosition(list, ticket)?.next ?? null;
}

function watch(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => void watchers.delete(watcher);
}

export function useListPosition(ticket: number): ListPosition | null {
  return findListPosition(
    useSyncExternalStore(watch, () => list),
    ticket,
  );
}

/** Every list of tickets says what it shows. */
export function useSetOriginList(rows: readonly { id: number }[], further: ListContinuation | null = null) {
  const ids = rows.map(({ id }) => id).join(",");
  const after = further?.after ?? null;
  useEffect(() => {
    setOriginList(ids === "" ? [] : ids.split(",").map(Number), further);
    // What is read on with is told by the place it begins at.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [ids, after]);
}
