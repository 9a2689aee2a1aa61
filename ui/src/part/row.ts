// A table row that opens something, by mouse and by keyboard.
import type { HTMLAttributes, KeyboardEvent } from "react";
import type { Hotkey } from "./hotkeys";
import { composing, entered } from "./keys";
import { moved } from "./span";

export function openRow(open: () => void, label: string): HTMLAttributes<HTMLElement> {
  return {
    className: "row-link",
    tabIndex: 0,
    "aria-label": label,
    onClick: (event) => {
      // A link inside the row does its own work.
      if (!(event.target as HTMLElement).closest("a, button")) open();
    },
    onKeyDown: (event) => {
      if (event.target === event.currentTarget && entered(event)) open();
    },
  };
}

const rowsOf = (around: ParentNode | null) => [...(around?.querySelectorAll<HTMLElement>("tr.row-link") ?? [])];

/** The arrows go from one to another of several that are one stop of the keyboard. */
export function walkAmong(event: KeyboardEvent<HTMLElement>, all: HTMLElement[]): void {
  const at = all.indexOf(event.target as HTMLElement);
  if (at < 0 || composing(event) || event.altKey || event.ctrlKey || event.shiftKey) return;
  const to = moved(event.key, at, all.length, 10);
  if (to === null) return;
  event.preventDefault();
  all[to]?.focus();
}

/** From row to row of a table that is drawn whole. */
export function walkRows(event: KeyboardEvent<HTMLElement>): void {
  walkAmong(event, rowsOf((event.target as HTMLElement).parentElement));
}

/** One of its rows. */
export function rowAmong(open: () => void, label: string, place = 0): HTMLAttributes<HTMLElement> {
  const row = openRow(open, label);
  return {
    ...row,
    tabIndex: place === 0 ? 0 : -1,
    onKeyDown: (event) => {
      row.onKeyDown?.(event);
      walkRows(event);
    },
  };
}

/** The keys of such a table. */
export const ROW_KEYS: readonly Hotkey[] = [
  { press: "L", does: "转到列表", group: "本页", run: () => rowsOf(document.querySelector("main"))[0]?.focus() },
  { press: "↑ ↓ Home End", does: "在列表中移动", group: "本页" },
  { press: "Enter", does: "打开选中的工单", group: "本页" },
];
