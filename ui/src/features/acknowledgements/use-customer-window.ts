// The customer's window, as the desk's page sees it.
import { useEffect, useRef, useState } from "react";
import type { AcknowledgementContent } from "../../gen/wire";
import { closeCustomer, openCustomer } from "../../api/platform";
import { openSigningChannel, type CustomerMessage, type DeskMessage } from "./signing-channel";
import type { PenStroke } from "./ink";

/** `waiting`: the customer reads and signs; `done`: they gave it back. */
export type CustomerWindowState = "closed" | "waiting" | "done";

interface Args {
  content: AcknowledgementContent | undefined;
  strokes: PenStroke[];
  change: (strokes: PenStroke[]) => void;
}

export function useCustomerWindow({ content, strokes, change }: Args) {
  const [state, setState] = useState<CustomerWindowState>("closed");
  const say = useRef<(said: DeskMessage) => void>(() => undefined);
  const now = useRef({ content, strokes, change });
  // What came from the customer's page is never sent there again: they may have written more meanwhile.
  const theirs = useRef(new WeakSet<PenStroke[]>());
  const open = state !== "closed";
  useEffect(() => {
    now.current = { content, strokes, change };
  });
  const show = () => {
    const { content: what, strokes: written } = now.current;
    if (what) say.current({ say: "show", content: what, strokes: written });
  };
  useEffect(() => {
    if (!open) return;
    const talk = openSigningChannel<DeskMessage, CustomerMessage>((heard) => {
      if (heard.say === "ready") show();
      if (heard.say === "strokes") {
        theirs.current.add(heard.strokes);
        now.current.change(heard.strokes);
        setState("waiting");
      }
      if (heard.say === "done") setState("done");
      if (heard.say === "gone") setState("closed");
    });
    say.current = talk.say;
    return () => {
      talk.say({ say: "rest" });
      talk.leave();
      void closeCustomer();
    };
  }, [open]);
  useEffect(() => {
    if (open && !theirs.current.has(strokes)) show();
  }, [open, strokes]);
  useEffect(() => {
    if (open) show();
  }, [open, content]);
  return {
    state,
    open: async () => {
      setState("waiting");
      await openCustomer();
    },
    close: () => setState("closed"),
  };
}
