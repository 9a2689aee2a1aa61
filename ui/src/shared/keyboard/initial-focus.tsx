// Where a form's typing begins.
import { useEffect, useEffectEvent, useRef, type ReactNode } from "react";

/** Whoever opens a form begins to type at once, after what was given, of several choices at the chosen one, or presses the first button
 * where nothing is typed; whoever has begun already, in whichever field, is left there. */
export function focusFirstField(fields: HTMLElement | null, given = 0, what = "input:not([type=file]), textarea") {
  if (!fields || fields.contains(document.activeElement)) return;
  const first = fields.querySelectorAll<HTMLElement>(what)[given];
  const chosen = first?.closest("[role=radiogroup]")?.querySelector<HTMLElement>("input:checked");
  (chosen ?? first)?.focus({ preventScroll: true });
}

/** The fields of a form that opens above the page, and has not come to rest yet when the first letter is typed. */
export function InitialFocus({ given, what, children }: { given?: number; what?: string; children: ReactNode }) {
  const fields = useRef<HTMLDivElement>(null);
  const first = useEffectEvent(() => focusFirstField(fields.current, given, what));
  useEffect(() => first(), []);
  return <div ref={fields}>{children}</div>;
}
