// Drafts: what was typed and not sent yet, kept in the file for whoever typed it. Every change is noted on the computer at once
// (`unsent.ts`) and written a moment later.
import { useQueryClient, type QueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo } from "react";
import { saveUserData, readUserData, flushUserData, findSignedInPersonId, useAllUserData } from "./user-data";
import { useDesk } from "../../session/desk-state";
import { refusalOf } from "../../api/platform";
import { programNow } from "../../api/now";
import { DRAFT_PREFIX } from "./draft-names";
import { readLegacyDrafts } from "./legacy-drafts";
import { storeUnsentDraft, readUnsentDrafts, type StoredDraft, type UnsentDraft } from "./unsent-drafts";

export type { StoredDraft } from "./unsent-drafts";

/** The program keeps 200 names for a person, columns and views among them; the oldest drafts then go. */
const MOST = 150;

const sound = (value: unknown): value is StoredDraft =>
  typeof value === "object" && value !== null && typeof (value as Partial<StoredDraft>).at === "number" && "value" in value;

/** The drafts among what is kept, the newest first. */
export function listDrafts(values: Record<string, unknown>): (StoredDraft & { name: string })[] {
  return Object.entries(values)
    .flatMap(([name, value]) => (name.startsWith(DRAFT_PREFIX) && sound(value) ? [{ name, ...value }] : []))
    .sort((a, b) => b.at - a.at);
}

/** Refused by a locked desk, or where none answers, it waits; whatever else refuses it, it stays noted on the computer. */
function waits(error: unknown): boolean {
  const code = refusalOf(error)?.code;
  return code === undefined || code === "locked" || code === "not_signed_in";
}

function put(client: QueryClient, one: UnsentDraft) {
  const person = findSignedInPersonId(client);
  if (person === undefined) return;
  saveUserData(client, one.name, one.draft, { written: storeUnsentDraft(person, one), refused: waits });
}

export interface DraftStore {
  all: (StoredDraft & { name: string })[];
  /** Whether they have been read. */
  ready: boolean;
  keep: (name: string, value: unknown) => void;
  drop: (name: string) => void;
}

export function useDrafts(): DraftStore {
  const client = useQueryClient();
  const { data, isFetched } = useAllUserData();
  const all = useMemo(() => listDrafts(data?.values ?? {}), [data]);
  const drop = useCallback((name: string) => put(client, { name, draft: null }), [client]);
  const keepOne = useCallback((name: string, value: unknown) => put(client, { name, draft: { at: programNow(), value } }), [client]);
  return { all, ready: isFetched, keep: keepOne, drop };
}

/** Puts into the file what did not get there: after a power cut, from an older version, from a desk that was locked. Once in the
 *  desk, beside the screens: it is drawn at every key stroke. */
export function DraftSync() {
  const client = useQueryClient();
  const { person, locked } = useDesk();
  const { data, refetch } = useAllUserData();
  const read = data !== undefined;
  const id = person?.id;
  const many = listDrafts(data?.values ?? {});
  const oldest = many.length > MOST ? many.at(-1)?.name : undefined;
  useEffect(() => {
    if (locked) return;
    void flushUserData();
    if (!read) void refetch();
  }, [locked, read, refetch]);
  useEffect(() => {
    if (!read || locked || id === undefined) return;
    const kept = listDrafts(readUserData(client));
    const newer = (name: string, noted: number) => noted >= (kept.find((one) => one.name === name)?.at ?? 0);
    for (const one of readUnsentDrafts(id, newer)) put(client, one);
    const { found, forget } = readLegacyDrafts(id, programNow());
    for (const one of found) put(client, one);
    forget();
  }, [client, id, locked, read]);
  useEffect(() => {
    if (oldest) put(client, { name: oldest, draft: null });
  }, [client, oldest]);
  return null;
}
