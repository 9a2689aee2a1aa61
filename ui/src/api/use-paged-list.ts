// Lists that go on: page after page by the place where the one before ended.
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import type { RefusedError } from "./platform";
import type { CommandReply, CommandRequest } from "./platform";
import { toQueryNoun } from "./refresh";
import { runCommand } from "./use-command";

type Listing = "ticket_list" | "acknowledgement_list" | "journal_list" | "old_ticket_list";

/** Of a list that was read further than this, coming back to the window reads nothing again: every page would be. */
const FEW = 4;
/** As long as somebody may be busy with a ticket, the list it was opened from is there when they come back. */
const HELD = 30 * 60_000;

export function usePagedList<N extends Listing>(name: N, request: CommandRequest<N>) {
  const client = useQueryClient();
  const pages = useInfiniteQuery<CommandReply<N>, RefusedError, { pages: CommandReply<N>[] }, unknown[], string | null>({
    queryKey: [toQueryNoun(name, request), name, "pages", request],
    queryFn: ({ pageParam }) => runCommand(client, name, { ...request, after: pageParam }),
    initialPageParam: null,
    getNextPageParam: (last) => last.next,
    gcTime: HELD,
    refetchOnWindowFocus: ({ state }) => (state.data?.pages.length ?? 0) <= FEW,
  });
  const read = pages.data?.pages;
  const rows = useMemo(() => (read ?? []).flatMap((page) => page.rows as CommandReply<N>["rows"][number][]), [read]);
  return { ...pages, rows };
}
