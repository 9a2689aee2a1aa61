// antd 6.6.8 (@rc-component/motion 1.3.3): an animation is over only when the browser sends `transitionend` or `animationend`, and there is
// no timeout. Where nothing moved the browser sends none: a segment chosen and left again before it had moved (← → on a busy computer),
// or an element hidden on its way, stays half open.

/** Milliseconds after which an element that moves no more is over; antd's longest animation takes 0.3 s. */
const PATIENCE = 1000;

/** The class that antd gives to an element on its way in or out. */
const MOTION_CLASS = /-(?:appear|enter|leave)-active\b/;

const isInMotion = (element: Element) => MOTION_CLASS.test(element.getAttribute("class") ?? "");

/** Ends every animation that is not under way any more. Returns the function that stops watching. */
export function endStalledAnimations(): () => void {
  const timers = new Map<Element, number>();
  const checkElement = (element: Element) => {
    timers.delete(element);
    if (!element.isConnected || !isInMotion(element)) return;
    if ((element.getAnimations?.() ?? []).length > 0) startTimer(element);
    // The event does not bubble: the elements around it have animations of their own.
    else element.dispatchEvent(new Event("transitionend"));
  };
  const startTimer = (element: Element) => void timers.set(element, window.setTimeout(() => checkElement(element), PATIENCE));
  const observer = new MutationObserver((changes) => {
    for (const { target } of changes) if (target instanceof Element && isInMotion(target) && !timers.has(target)) startTimer(target);
  });
  observer.observe(document.body, { subtree: true, attributeFilter: ["class"] });
  return () => {
    observer.disconnect();
    timers.forEach((timer) => clearTimeout(timer));
  };
}
