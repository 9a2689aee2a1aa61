// When a screen can be worked at, for whoever measures the start of the window: a mark in the browser's own list of times.
import { useLayoutEffect } from "react";

export function useUsableMark(there: boolean): void {
  useLayoutEffect(() => {
    if (there) requestAnimationFrame(() => performance.mark("usable"));
  }, [there]);
}
