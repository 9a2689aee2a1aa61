// What slides or fades is over when the browser says so, and the library waits for that as long as it takes: for ever, where nothing moved.
// A chosen part that went back before it had moved (←→ pressed on a busy computer), or what was hidden on its way, would stay half open.

/** So long after it began, what moves no more is over; the longest of the library's moves takes 0.3 s. */
const PATIENCE = 1000;

/** An element on its way in or out, in the library's words. */
const MOVES = /-(?:appear|enter|leave)-active\b/;

const moves = (element: Element) => MOVES.test(element.getAttribute("class") ?? "");

/** Ends every move that is not under way any more. Returns what ends the watch. */
export function endStalledAnimations(): () => void {
  const waits = new Map<Element, number>();
  const look = (element: Element) => {
    waits.delete(element);
    if (!element.isConnected || !moves(element)) return;
    if ((element.getAnimations?.() ?? []).length > 0) wait(element);
    // It is heard at the element alone: what lies around it has moves of its own.
    else element.dispatchEvent(new Event("transitionend"));
  };
  const wait = (element: Element) => void waits.set(element, window.setTimeout(() => look(element), PATIENCE));
  const watch = new MutationObserver((changes) => {
    for (const { target } of changes) if (target instanceof Element && moves(target) && !waits.has(target)) wait(target);
  });
  watch.observe(document.body, { subtree: true, attributeFilter: ["class"] });
  return () => {
    watch.disconnect();
    waits.forEach((timer) => clearTimeout(timer));
  };
}
