// Lists that go on: page after page by the place where the one before ended.
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import type { Refused } from "../platform";
import type { Reply, Request } from "../platform";
import { noun } from "./refresh";
import { ask } from "./use";

type Listing = "ticket_list" | "acknowledgement_list" | "journal_list";

export function usePages<N extends Listing>(name: N, request: Request<N>) {
  const client = useQueryClient();
  const pages = useInfiniteQuery<Reply<N>, Refused, { pages: Reply<N>[] }, unknown[], string | null>({
    queryKey: [noun(name, request), name, "pages", request],
    queryFn: ({ pageParam }) => ask(client, name, { ...request, after: pageParam }),
    initialPageParam: null,
    getNextPageParam: (last) => last.next,
  });
  const rows = (pages.data?.pages ?? []).flatMap((page) => page.rows as Reply<N>["rows"][number][]);
  return { ...pages, rows };
}
