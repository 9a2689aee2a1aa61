// Between the desk's page and the customer's: what is shown, and what is written on it. Both are pages of this program on this
// computer; nothing of it leaves the browser.
import type { AcknowledgementContent } from "../../gen/wire";
import type { PenStroke } from "./ink";

/** What the desk's page says. */
export type DeskMessage =
  | { say: "show"; content: AcknowledgementContent; strokes: PenStroke[] }
  /** Nothing to confirm any more. */
  | { say: "rest" };

/** What the customer's page says. */
export type CustomerMessage =
  /** It is there, and shows nothing yet. */
  | { say: "ready" }
  | { say: "strokes"; strokes: PenStroke[] }
  | { say: "done" }
  /** It was closed. */
  | { say: "gone" };

const NAME = "customer";

/** Joins the talk. Returns how to say something, and how to leave. */
export function openSigningChannel<Said, Heard>(hear: (heard: Heard) => void) {
  const channel = new BroadcastChannel(NAME);
  channel.onmessage = (event: MessageEvent<Heard>) => hear(event.data);
  return { say: (said: Said) => channel.postMessage(said), leave: () => channel.close() };
}
