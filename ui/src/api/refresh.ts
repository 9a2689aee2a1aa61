// Which screens' data belong to which noun, so that a reply's `changed` refreshes exactly that.
import type { QueryClient } from "@tanstack/react-query";
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

/** Marks what changed as old. */
export async function refreshQueries(client: QueryClient, changed: readonly string[]): Promise<void> {
  const nouns = new Set(changed);
  if (OF_THE_DESK.some((noun) => nouns.has(noun))) nouns.add("desk");
  if (nouns.has("key")) notifyKeyChanged();
  await client.invalidateQueries({ predicate: (query) => nouns.has(String(query.queryKey[0])) });
}
