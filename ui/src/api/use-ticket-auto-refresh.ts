// Screens that stand open for hours learn what others did: the workbench is asked every fifteen seconds, which keeps no desk awake as
// a list would, and where it tells another story, what is shown of tickets is read again.
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import type { Workbench } from "../gen/wire";
import { refreshQueries } from "./refresh";
import { useRead } from "./use-command";

/** Which tickets are there and how far they are. */
const standing = ({ rows, counts }: Workbench) =>
  JSON.stringify([rows.map(({ id, version }) => [id, version]), counts.map(({ count }) => count)]);

export function useTicketAutoRefresh() {
  const client = useQueryClient();
  const board = useRead("ticket_board", {}, { every: 15_000 });
  const known = useRef("");
  useEffect(() => {
    if (!board.data) return;
    const now = standing(board.data);
    if (known.current !== "" && known.current !== now) void refreshQueries(client, ["ticket"]);
    known.current = now;
  }, [board.data, client]);
}
