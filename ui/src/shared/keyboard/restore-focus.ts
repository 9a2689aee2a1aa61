// The keyboard is never nowhere. It goes back to where it was before a dialog or a drawer: most of them are taken away at once when
// they are closed, and what is taken away gives nothing back. A button that goes with what it did, or is switched off, leaves it to
// what stands next to it.

const LAYER = ".ant-modal-root, .ant-drawer";
/** A dialog as a whole: the library gives it the keyboard when what had it above it goes, which is nowhere in particular. */
const WHOLE = "[role=dialog][tabindex='-1']";
const STOPS = "a[href], button:enabled, input:enabled, select:enabled, textarea:enabled, summary, [tabindex]";

/** So many are remembered of the page, and of each layer above it: whoever goes through a long form still comes back to the page. */
const MOST = 20;

interface Step {
  at: HTMLElement;
  /** The page or the layer it was in. */
  outermost: Element;
  /** What it stood in, the nearest first, as far as the page or the layer it was in. */
  within: HTMLElement[];
}

const off = (element: Element) => element.matches(":disabled");
const takes = (element: HTMLElement) => element.isConnected && !off(element);

function within(at: HTMLElement, outermost: Element): HTMLElement[] {
  const all: HTMLElement[] = [];
  for (let up = at.parentElement; up && up !== outermost; up = up.parentElement) all.push(up);
  return all;
}

/** Where the keyboard goes: there again, or to the first stop of the nearest that is left around it. */
function next({ at, within }: Pick<Step, "at" | "within">): HTMLElement | undefined {
  if (takes(at)) return at;
  for (const around of within) {
    if (!around.isConnected) continue;
    // The content as a whole, rather than whatever comes first on it.
    if (around.matches("main")) return around;
    const stop = [...around.querySelectorAll<HTMLElement>(STOPS)].find((one) => one.tabIndex >= 0 && (one.checkVisibility?.() ?? true));
    if (stop) return stop;
  }
  return undefined;
}

/** Tab leaves a list of several, as it leaves everything else: antd's own would pick what the arrows stand at, and stay. */
function leaveList(event: KeyboardEvent) {
  if (event.key === "Tab" && event.target instanceof Element && event.target.closest(".ant-select-multiple")) event.stopPropagation();
}

const MENU = ".ant-dropdown";
/** One that was closed, and fades. */
const MENU_GOING = `${MENU}[class*="-leave"]`;

/** Watches the page and the layers above it; returns what ends it. */
export function restoreFocus(page: HTMLElement): () => void {
  let steps: Step[] = [];
  /** Somebody pressed beside everything, and wants nothing to have the keyboard. */
  let left = false;
  /** To the last place it was, of those within something if that is given. */
  const give = (whole: Element | null = null) => {
    for (const step of steps.toReversed()) {
      const to = !whole || step.outermost.contains(whole) ? next(step) : undefined;
      if (to) return to.focus();
    }
  };
  const remember = ({ target }: FocusEvent) => {
    left = false;
    if (!(target instanceof HTMLElement) || target.matches(WHOLE)) return;
    // The library gives a menu the keyboard some frames late: by then something may have been chosen, and have opened a dialog.
    if (target.closest(MENU_GOING)) return give();
    // Of the page, or of a layer: a dialog above a drawer goes back to the drawer.
    const outermost = page.contains(target) ? page : target.closest(LAYER)?.parentElement;
    if (!outermost) return;
    steps = steps.filter((step) => step.outermost.isConnected);
    steps.push({ at: target, outermost, within: within(target, outermost) });
    const [first, ...others] = steps.filter((step) => step.outermost === outermost);
    if (first && others.length >= MOST) steps.splice(steps.indexOf(first), 1);
  };
  const leave = () => {
    left = true;
  };
  /** What was chosen from a menu is done, and the menu fades with the keyboard in it, unless what was chosen has taken it. The same
   * Enter must not be heard there as well: it would send off the form that was opened. */
  const choose = (event: Event) => {
    const key = event instanceof KeyboardEvent;
    if ((key && event.key !== "Enter") || !(event.target instanceof Element) || !event.target.closest(`${MENU} [role=menuitem]`)) return;
    if (key) event.preventDefault();
    setTimeout(() => document.activeElement?.closest(MENU) && give());
  };
  const watch = new MutationObserver((changes) => {
    const { activeElement: held } = document;
    // What is taken away is emptied first, so that it cannot be asked what it was.
    const layer = changes.some(({ target, removedNodes }) => target === document.body && removedNodes.length > 0);
    const whole = layer && held?.matches(WHOLE) ? held : null;
    if (!whole && held && held !== document.body && !off(held)) return;
    const last = steps.at(-1);
    if (!layer && (left || !last || takes(last.at))) return;
    give(whole);
  });
  document.addEventListener("focusin", remember);
  document.addEventListener("pointerdown", leave, { capture: true });
  document.addEventListener("keydown", leaveList, { capture: true });
  document.addEventListener("keydown", choose);
  document.addEventListener("click", choose);
  watch.observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ["disabled"] });
  return () => {
    document.removeEventListener("focusin", remember);
    document.removeEventListener("pointerdown", leave, { capture: true });
    document.removeEventListener("keydown", leaveList, { capture: true });
    document.removeEventListener("keydown", choose);
    document.removeEventListener("click", choose);
    watch.disconnect();
  };
}
