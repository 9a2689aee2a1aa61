// Returns the keyboard focus to where it was, in the cases in which antd 6.6.8 or the browser loses it:
// - A Modal or a Drawer that is unmounted while it is open gives the focus to no element: antd returns it only where `open` becomes false
//   (@rc-component/dialog 1.10.0, drawer 1.4.2). Most of the desk's are unmounted.
// - When a layer above a Modal closes, antd's focus lock gives the focus to the Modal's own panel and not to the field that had it
//   (@rc-component/util 1.14.1, `useLockFocus`).
// - A Dropdown takes the focus three frames after it opens, although it was closed meanwhile, and keeps it while it fades after a choice
//   (@rc-component/dropdown 1.0.3, `useAccessibility`).
// - A focused button that is disabled or removed: the browser's own, the button beside it gets the focus.
import { isInLeavingMenu, isMenuItem, LAYER_ROOT, MENU_SELECTOR } from "./layers";

/** The panel of a Modal or a Drawer. It is no place for the focus to return to. */
const PANEL = "[role=dialog][tabindex='-1']";
const TAB_STOPS = "a[href], button:enabled, input:enabled, select:enabled, textarea:enabled, summary, [tabindex]";

/** How many places are remembered of the page, and of each layer: after a long form in a layer the place in the page is still known. */
const MAX_PLACES = 20;

interface FocusPlace {
  element: HTMLElement;
  /** The page or the layer that contains it. */
  root: Element;
  /** Its ancestors below the root, the nearest first. A removed element has no ancestors to ask for. */
  ancestors: HTMLElement[];
}

const isDisabled = (element: Element) => element.matches(":disabled");
const canTakeFocus = (element: HTMLElement) => element.isConnected && !isDisabled(element);

function listAncestors(element: HTMLElement, root: Element): HTMLElement[] {
  const ancestors: HTMLElement[] = [];
  for (let up = element.parentElement; up && up !== root; up = up.parentElement) ancestors.push(up);
  return ancestors;
}

/** The element itself, else the first tab stop in the nearest ancestor that is still in the page. */
function findFocusTarget({ element, ancestors }: FocusPlace): HTMLElement | undefined {
  if (canTakeFocus(element)) return element;
  for (const ancestor of ancestors) {
    if (!ancestor.isConnected) continue;
    // The content as a whole, rather than the first link in it.
    if (ancestor.matches("main")) return ancestor;
    const stop = [...ancestor.querySelectorAll<HTMLElement>(TAB_STOPS)].find((one) => one.tabIndex >= 0 && (one.checkVisibility?.() ?? true));
    if (stop) return stop;
  }
  return undefined;
}

/** The places that had the focus, of the page and of the layers above it. */
function createFocusHistory(page: HTMLElement) {
  let places: FocusPlace[] = [];
  return {
    addPlace: (element: HTMLElement) => {
      // Of the page, or of a layer: a dialog above a drawer returns to the drawer.
      const root = page.contains(element) ? page : element.closest(LAYER_ROOT)?.parentElement;
      if (!root) return;
      places = places.filter((place) => place.root.isConnected);
      places.push({ element, root, ancestors: listAncestors(element, root) });
      const [first, ...others] = places.filter((place) => place.root === root);
      if (first && others.length >= MAX_PLACES) places.splice(places.indexOf(first), 1);
    },
    findLastPlace: () => places.at(-1),
    /** Focuses the last place, of those whose root contains `panel` where it is given. */
    focusLastPlace: (panel: Element | null = null) => {
      for (const place of places.toReversed()) {
        const target = !panel || place.root.contains(panel) ? findFocusTarget(place) : undefined;
        if (target) return target.focus();
      }
    },
  };
}

/** Watches the page and the layers above it. Returns the function that stops watching. */
export function restoreFocus(page: HTMLElement): () => void {
  const { addPlace, findLastPlace, focusLastPlace } = createFocusHistory(page);
  /** A press of the mouse beside every control leaves the focus with none on purpose. */
  let wasPointerPressed = false;
  const rememberFocus = ({ target }: FocusEvent) => {
    wasPointerPressed = false;
    if (!(target instanceof HTMLElement) || target.matches(PANEL)) return;
    // The menu was closed before antd gave it the focus: the choice may have opened a dialog.
    if (isInLeavingMenu(target)) return focusLastPlace();
    addPlace(target);
  };
  const rememberPointer = () => {
    wasPointerPressed = true;
  };
  /** The menu fades with the focus in it, unless the choice has moved the focus. The Enter that chose must not reach the form that it
   * opened: it would submit the form. */
  const leaveMenu = (event: Event) => {
    const isKey = event instanceof KeyboardEvent;
    if ((isKey && event.key !== "Enter") || !isMenuItem(event.target)) return;
    if (isKey) event.preventDefault();
    setTimeout(() => document.activeElement?.closest(MENU_SELECTOR) && focusLastPlace());
  };
  const observer = new MutationObserver((changes) => {
    const { activeElement } = document;
    // antd empties a layer before it removes it, so the removed node does not say which layer it was.
    const isLayerRemoved = changes.some(({ target, removedNodes }) => target === document.body && removedNodes.length > 0);
    const panel = isLayerRemoved && activeElement?.matches(PANEL) ? activeElement : null;
    if (!panel && activeElement && activeElement !== document.body && !isDisabled(activeElement)) return;
    const last = findLastPlace();
    if (!isLayerRemoved && (wasPointerPressed || !last || canTakeFocus(last.element))) return;
    focusLastPlace(panel);
  });
  document.addEventListener("focusin", rememberFocus);
  document.addEventListener("pointerdown", rememberPointer, { capture: true });
  document.addEventListener("keydown", leaveMenu);
  document.addEventListener("click", leaveMenu);
  observer.observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ["disabled"] });
  return () => {
    document.removeEventListener("focusin", rememberFocus);
    document.removeEventListener("pointerdown", rememberPointer, { capture: true });
    document.removeEventListener("keydown", leaveMenu);
    document.removeEventListener("click", leaveMenu);
    observer.disconnect();
  };
}
