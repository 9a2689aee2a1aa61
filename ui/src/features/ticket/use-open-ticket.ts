// Saving a report: by itself, or as a step on the ticket it is opened from.
import { useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { refreshQueries } from "../../api/refresh";
import { useChange } from "../../api/use-command";
import type { TicketIntake, TicketView } from "../../gen/wire";
import { refusalOf } from "../../api/platform";

export function useOpenTicket(source: TicketView | undefined) {
  const client = useQueryClient();
  const { mutate: open, isPending: opening } = useChange("ticket_open");
  const { mutate: link, isPending: linking } = useChange("ticket_open_linked");
  const ticket = source?.ticket.id;
  const version = source?.ticket.version;
  const send = useCallback(
    (report: TicketIntake, taken: (view: TicketView) => void, refused: (error: unknown) => void) => {
      if (ticket === undefined || version === undefined) {
        open({ open: report }, { onSuccess: ({ value }) => taken(value), onError: refused });
        return;
      }
      link(
        { ticket, version, details: { open: report } },
        {
          onSuccess: ({ value }) => taken(value),
          onError: (error) => {
            // Somebody changed the source meanwhile: the newest is read, what was typed stays.
            if (refusalOf(error)?.code === "stale_version") void refreshQueries(client, [`ticket/${ticket}`]);
            refused(error);
          },
        },
      );
    },
    [client, link, open, ticket, version],
  );
  return { send, busy: opening || linking };
}
