// The columns' tickets: what waits for a crew, and what each crew has. All columns are one read: a ticket that was given
// away is never in two of them.
import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTicketAutoRefresh } from "../../api/use-ticket-auto-refresh";
import { runCommand } from "../../api/use-command";
import type { AddressArea, Crew, ServiceKind, TicketList, TicketRow } from "../../gen/wire";
import type { RefusedError, CommandReply } from "../../api/platform";

const PAGE = 50;
/** No page is longer; what comes after stands in the list. */
const MOST = 200;

export interface CrewColumnData {
  /** Null for what waits for a crew. */
  crew: Crew | null;
  rows: TicketRow[];
  /** There is more, */
  more: boolean;
  /** and it can be shown here. */
  further: (() => void) | null;
}

export interface DispatchFilter {
  service: ServiceKind | null;
  area: AddressArea | null;
}

/** What is asked for a column. */
function asked(crew: Crew | null, { service, area }: DispatchFilter, limit: number): TicketList {
  return {
    ...(crew ? { crew: crew.name, only_open: true } : { stages: ["handed_over"] }),
    ...(service ? { service } : {}),
    ...(area ? { area } : {}),
    order: "deadline",
    limit,
  };
}

export function useCrewColumns(crews: readonly Crew[], filter: DispatchFilter) {
  const client = useQueryClient();
  const [limits, setLimits] = useState<Record<string, number>>({});
  useTicketAutoRefresh();
  const all = [null, ...crews];
  const limitOf = (crew: Crew | null) => limits[crew?.name ?? ""] ?? PAGE;
  const requests = all.map((crew) => asked(crew, filter, limitOf(crew)));
  const read = useQuery<CommandReply<"ticket_list">[], RefusedError>({
    queryKey: ["ticket", "ticket_list", "columns", requests],
    queryFn: async () => {
      const replies: CommandReply<"ticket_list">[] = [];
      for (const request of requests) replies.push(await runCommand(client, "ticket_list", request));
      return replies;
    },
    placeholderData: keepPreviousData,
  });
  const columns = all.flatMap((crew, place): CrewColumnData[] => {
    const reply = read.data?.[place];
    if (!reply) return [];
    // What came back to be given anew still names the crew that had it.
    const rows = reply.rows.filter((row) => crew === null || row.stage !== "handed_over");
    // A crew that takes no more work is shown as long as it has some.
    if (crew && !crew.active && rows.length === 0) return [];
    const more = reply.next !== null;
    const limit = limitOf(crew);
    const further = more && limit < MOST ? () => setLimits({ ...limits, [crew?.name ?? ""]: limit + PAGE }) : null;
    return [{ crew, rows, more, further }];
  });
  return { columns, pending: read.isPending, error: read.error, again: () => void read.refetch() };
}
