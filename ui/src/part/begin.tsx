// Where a form's typing begins.
import { useEffect, useEffectEvent, useRef, type ReactNode } from "react";

/** Whoever opens a form begins to type at once, after what was given; whoever has begun already, in whichever field, is left there. */
export function begin(fields: HTMLElement | null, given = 0) {
  if (!fields || fields.contains(document.activeElement)) return;
  fields.querySelectorAll<HTMLElement>("input, textarea")[given]?.focus({ preventScroll: true });
}

/** The fields of a form in a drawer, which has not slid in yet when the first letter is typed. */
export function Fields({ given = 0, children }: { given?: number; children: ReactNode }) {
  const fields = useRef<HTMLDivElement>(null);
  const first = useEffectEvent(() => begin(fields.current, given));
  useEffect(() => first(), []);
  return <div ref={fields}>{children}</div>;
}
