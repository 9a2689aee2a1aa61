// 快捷键: which keys hold on this screen, what they do, and the one listener that hears them. Whoever uses a key names it here with
// `useHotkeys`; the list a person sees (`?`) is made from the same.
import { useEffect, useSyncExternalStore } from "react";
import { composing } from "./keys";

export type Group = "各页面" | "本页" | "通用";

export interface Hotkey {
  /** As it is shown: `?`, `Alt+L`, `G Y` (one after the other). */
  press: string;
  does: string;
  group: Group;
  /** Left out where somebody else hears the key: it is only listed. */
  run?: () => void;
}

const held = new Set<readonly Hotkey[]>();
const watchers = new Set<() => void>();
let all: readonly Hotkey[] = [];

function renew() {
  all = [...held].flat();
  watchers.forEach((watcher) => watcher());
}

/** The keys hold while the screen stands. `keys` should be the same from one picture to the next. */
export function useHotkeys(keys: readonly Hotkey[]): void {
  useEffect(() => {
    held.add(keys);
    renew();
    return () => {
      held.delete(keys);
      renew();
    };
  }, [keys]);
}

function watch(watcher: () => void) {
  watchers.add(watcher);
  return () => void watchers.delete(watcher);
}

/** All that hold now. */
export const useHeld = (): readonly Hotkey[] => useSyncExternalStore(watch, () => all);

type Pressed = Pick<KeyboardEvent, "code" | "key" | "altKey" | "ctrlKey" | "metaKey" | "shiftKey" | "isComposing" | "keyCode">;

/** What was pressed, as it is written here. By the place of the key: an input method names the letter otherwise. */
export function pressed(event: Pressed): string | null {
  if (event.ctrlKey || event.metaKey || composing(event)) return null;
  const letter = /^Key([A-Z])$/.exec(event.code)?.[1];
  if (letter) return event.shiftKey ? null : event.altKey ? `Alt+${letter}` : letter;
  if (event.code === "Slash" && !event.altKey) return event.shiftKey ? "?" : "/";
  return null;
}

/** Whether letters go into a field there. */
const typing = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.isContentEditable || target.closest("input:not([type=checkbox], [type=radio]), textarea, [role=combobox]") !== null);

/** Whether something lies above the page: it has the keyboard to itself. */
const covered = () =>
  document.body.classList.contains("locked") || [...document.querySelectorAll(".ant-modal-wrap, .ant-drawer-open")].some((layer) => layer.getClientRects().length > 0);

/** How long the second key of two may take. */
const WAIT = 1500;

/** Hears the keys; called once, by the frame. Returns what ends it. */
export function listen(): () => void {
  let first = "";
  let at = 0;
  const hear = (event: KeyboardEvent) => {
    const one = pressed(event);
    if (one === null || event.repeat || event.defaultPrevented || covered()) return;
    if (!one.startsWith("Alt+") && typing(event.target)) return;
    const both = event.timeStamp - at < WAIT ? `${first} ${one}` : one;
    const key = all.find(({ press, run }) => run && press === both) ?? all.find(({ press, run }) => run && press === one);
    [first, at] = key ? ["", -WAIT] : [one, event.timeStamp];
    if (!key) return;
    event.preventDefault();
    key.run?.();
  };
  // Before whatever a page listens for: the second key of two is no key of the page.
  window.addEventListener("keydown", hear, true);
  return () => window.removeEventListener("keydown", hear, true);
}
