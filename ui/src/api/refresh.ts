// Which screens' data belong to which noun, so that a reply's `changed` refreshes exactly that.
import { hashKey, type QueryClient } from "@tanstack/react-query";
import type { TicketView } from "../gen/wire";
import type { CommandName } from "./platform";
import { notifyKeyChanged } from "./passphrase-request";

const FOLLOWS: Record<string, string> = {
  // A month is counted from tickets.
  report: "ticket",
  // An event of the plan is a ticket.
  community: "ticket",
  desk: "desk",
  // Whether the data can be believed.
  trust: "desk",
  old: "old_ticket",
};

/** What the state of the desk says besides: how far the data can be believed, the company, the holidays that are missing, what one may do. */
const OF_THE_DESK = ["state", "key", "settings", "calendar", "person"];

/** The noun a read depends on: `ticket/12` for one ticket, else the word before `_`. */
export function toQueryNoun(name: CommandName, request: unknown): string {
  const ticket = (request as { ticket?: unknown } | null)?.ticket;
  if (typeof ticket === "number") return `ticket/${ticket}`;
  const word = name.split("_")[0] ?? name;
  return FOLLOWS[word] ?? word;
}

/** The key under which `useRead("ticket_get", { ticket })` keeps a ticket. */
const ticketViewKey = (ticket: number) => [`ticket/${ticket}`, "ticket_get", { ticket }];

/** The ticket as a change leaves it, where the reply brings it. */
function readTicketView(reply: unknown): TicketView | null {
  const value = (reply as { value?: Partial<TicketView> | null } | null)?.value;
  return typeof value?.ticket?.id === "number" && Array.isArray(value.moves) ? (value as TicketView) : null;
}

/** After a change: the ticket that the reply brings goes into the cache, all else that it names is read again. */
export async function applyReply(client: QueryClient, reply: unknown): Promise<void> {
  const changed = (reply as { changed?: unknown } | null)?.changed;
  if (!Array.isArray(changed)) return;
  const view = readTicketView(reply);
  const key = view && ticketViewKey(view.ticket.id);
  if (view && key) {
    // A read that began before the step would bring the ticket as it was.
    await client.cancelQueries({ queryKey: key, exact: true });
    const known = client.getQueryData<TicketView>(key);
    if (!known || known.ticket.version <= view.ticket.version) client.setQueryData(key, view);
  }
  await refreshQueries(client, changed.map(String), key ? hashKey(key) : null);
}

/** Marks what changed as old, but for what has just been put into the cache. */
export async function refreshQueries(client: QueryClient, changed: readonly string[], fresh: string | null = null): Promise<void> {
  const nouns = new Set(changed);
  if (OF_THE_DESK.some((noun) => nouns.has(noun))) nouns.add("desk");
  if (nouns.has("key")) notifyKeyChanged();
  await client.invalidateQueries({ predicate: (query) => nouns.has(String(query.queryKey[0])) && query.queryHash !== fresh });
}
