// 快捷键: which keys hold on this screen, what they do, and the one listener that hears them. Whoever uses a key names it here with
// `useHotkeys`; the list a person sees (`?`) is made from the same. What is pressed inside a form or a dialog is its own.
import { useEffect, useRef, useSyncExternalStore, type RefObject } from "react";
import { findModalOkButton, isInClosedDrawer, isInMenu, isLayerLeaving, MODAL_PANEL } from "../antd-compat/layers";
import { isComposingText, isSaveKey } from "./key-events";

export type HotkeyGroup = "各页面" | "本页" | "通用";

export interface Hotkey {
  /** As it is shown: `?`, `N`, `Alt+L`, `Ctrl+Enter`, `G Y` (one after the other). */
  press: string;
  does: string;
  group: HotkeyGroup;
  /** Left out where a field or a dialog hears the key: it is only listed. */
  run?: () => void;
  /** Heard also while a form lies above the page in a drawer, which keeps what was typed. */
  overDrawer?: true;
  /** Heard whatever lies above the page, unless the desk is locked. */
  overAll?: true;
  /** Only where this holds of what has the keyboard. */
  when?: (target: EventTarget | null) => boolean;
  /** Goes on while it is held down. */
  repeats?: true;
}

const held = new Set<RefObject<readonly Hotkey[]>>();
const watchers = new Set<() => void>();
/** What is listed. */
let all: readonly Hotkey[] = [];
/** The same, with what each does now. */
let heard: readonly Hotkey[] = [];

/** How far a key reaches. */
const reach = ({ overAll, overDrawer }: Hotkey) => (overAll ? "all" : overDrawer ? "drawer" : "page");

/** The first two that are heard by one press at one place: whoever pressed it would get either. */
export function findHotkeyClash(keys: readonly Hotkey[]): string | null {
  const by = new Map<string, string>();
  for (const key of keys) {
    if (!key.run || key.when) continue;
    const at = `${key.press} ${reach(key)}`;
    const other = by.get(at);
    if (other !== undefined) return `${key.press}: ${other}, ${key.does}`;
    by.set(at, key.does);
  }
  return null;
}

function refuseClash() {
  const twice = findHotkeyClash(heard);
  if (twice !== null) throw new Error(`two keys are one: ${twice}`);
}

function renew() {
  const now = [...held].flatMap(({ current }) => current);
  heard = now;
  // A mistake of whoever built the screen: it ends every test that comes by, and nobody's work. What changes hands does so by then.
  if (import.meta.env.MODE !== "production") queueMicrotask(refuseClash);
  // The list is drawn anew only when it says something else.
  const words = (keys: readonly Hotkey[]) => keys.map(({ press, does, group }) => press + does + group).join();
  if (words(now) === words(all)) return;
  all = now;
  watchers.forEach((watcher) => watcher());
}

/** The keys hold while the screen stands. */
export function useHotkeys(keys: readonly Hotkey[]): void {
  const own = useRef(keys);
  useEffect(() => {
    own.current = keys;
    if (held.has(own)) renew();
  }, [keys]);
  useEffect(() => {
    held.add(own);
    renew();
    return () => {
      held.delete(own);
      renew();
    };
  }, []);
}

function watch(watcher: () => void) {
  watchers.add(watcher);
  return () => void watchers.delete(watcher);
}

/** All that hold now. */
export const useActiveHotkeys = (): readonly Hotkey[] => useSyncExternalStore(watch, () => all);

type Pressed = Pick<KeyboardEvent, "code" | "key" | "altKey" | "ctrlKey" | "metaKey" | "shiftKey" | "isComposing" | "keyCode">;

const ARROWS: Record<string, string> = { ArrowUp: "↑", ArrowDown: "↓", ArrowLeft: "←", ArrowRight: "→" };

/** What was pressed, as it is written here. By the place of the key: an input method names the letter otherwise. */
export function formatPressedKeys(event: Pressed): string | null {
  const { code, key, altKey, ctrlKey, metaKey, shiftKey } = event;
  if (isSaveKey(event)) return "Ctrl+Enter";
  if (ctrlKey || metaKey || isComposingText(event)) return null;
  if (code === "Slash" && !altKey) return shiftKey ? "?" : "/";
  if (shiftKey) return null;
  // Not Alt and the number pad: Windows types characters by their numbers there. Without its light the pad means no digits.
  const pad = !altKey && /^[0-9]$/.test(key) ? /^Numpad([0-9])$/.exec(code)?.[1] : undefined;
  const one = /^(?:Key|Digit)([A-Z0-9])$/.exec(code)?.[1] ?? pad ?? ARROWS[code] ?? /^F[0-9]+$/.exec(code)?.[0];
  if (one === undefined) return null;
  return altKey ? `Alt+${one}` : one;
}

/** Whether letters go into a field there. */
const typing = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.isContentEditable || target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [role=combobox]") !== null);

/** Whether it stands in sight: what was closed may still be in the page. */
const lies = (element: Element) => element.checkVisibility?.() ?? true;

const layers = (of: string) => [...document.querySelectorAll(of)].filter(lies);

export const isDeskLocked = () => document.body.classList.contains("locked");

/** Whether something lies above the page: it has the keyboard to itself. One that slides or fades away does no longer. */
export function isPageCovered(): boolean {
  return isDeskLocked() || layers("[role=dialog]").some((layer) => !isInClosedDrawer(layer) && !isLayerLeaving(layer));
}

/** Whether what lies above must not be left by a key: a dialog is answered first, and a signature being written cannot be kept. */
const unleavable = () => isDeskLocked() || layers(`${MODAL_PANEL}, .pad`).some((layer) => !isLayerLeaving(layer));

/** The button that answers the dialog on top; one where nothing is typed is answered by Enter alone, and has no such foot. */
function answer(): HTMLButtonElement | null {
  const top = layers("[role=dialog]").at(-1);
  return top && !isLayerLeaving(top) ? findModalOkButton(top) : null;
}

/** How long the second key of two may take. */
const WAIT = 1500;

/** Hears the keys; called once, by the frame. Returns what ends it. */
export function listenToHotkeys(): () => void {
  let first = "";
  let at = 0;
  const hear = (event: KeyboardEvent) => {
    const one = formatPressedKeys(event);
    if (one === null) return;
    const plain = /^[A-Z0-9?/]$/.test(one);
    if (plain && (event.repeat || event.defaultPrevented || typing(event.target))) return;
    const holds = ({ run, group, overDrawer, overAll, when }: Hotkey) =>
      run && (when?.(event.target) ?? true) && (overAll ? !isDeskLocked() : overDrawer ? !unleavable() : !isPageCovered()) && !(plain && group === "本页" && isInMenu(event.target));
    const find = (keys: string) => heard.find((key) => key.press === keys && holds(key));
    const both = event.timeStamp - at < WAIT ? find(`${first} ${one}`) : undefined;
    const key = both ?? find(one);
    [first, at] = key ? ["", -WAIT] : [one, event.timeStamp];
    // Ctrl+Enter saves wherever one types, so also in every dialog. antd's Select prevents the default of every Enter, so a prevented one counts too.
    if (!key && one === "Ctrl+Enter" && !isDeskLocked()) {
      event.preventDefault();
      if (!event.repeat) answer()?.click();
    }
    if (!key) return;
    // A letter must not be typed into the form it has just opened.
    event.preventDefault();
    if (!event.repeat || key.repeats) key.run?.();
  };
  window.addEventListener("keydown", hear);
  return () => window.removeEventListener("keydown", hear);
}
