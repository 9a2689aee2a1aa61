// A table row that opens something, by mouse and by keyboard; and how the keyboard comes to a page's rows.
import type { HTMLAttributes, KeyboardEvent } from "react";
import type { Hotkey } from "./hotkeys";
import { composing, entered } from "./keys";
import { moved } from "./span";

/** Whether a press there means the row: what stands in it for itself does its own work, and whoever marks a number to copy it means the number. */
export const meansRow = (target: HTMLElement, own = "a, button"): boolean => !target.closest(own) && !getSelection()?.toString();

export function openRow(open: () => void, label: string): HTMLAttributes<HTMLElement> {
  return {
    className: "row-link",
    tabIndex: 0,
    "aria-label": label,
    onClick: (event) => {
      if (meansRow(event.target as HTMLElement)) open();
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

/** The key of the row something stands in. */
export const rowKey = (within: Element | null): string | null => within?.closest("tr.row-link")?.getAttribute("data-row-key") ?? null;

/** Which row has the keyboard. */
export const heldRow = (): string | null => rowKey(document.activeElement);

/** What a page is walked through by: rows, a list's frame while its row is out of sight, cards, entries of the calendar, figures. */
const WALKED = `main :is(tr.row-link, .endless, [data-card], [data-entry], .figure)[tabindex="0"]`;

/** Where the arrows begin on this page. */
export const listOfPage = (): HTMLElement | null => document.querySelector(WALKED);

/** Whether no part of the page has the keyboard, but the page itself. */
export const onPage = (target: EventTarget | null): boolean => target instanceof HTMLElement && (target === document.body || target.matches("main"));

/** The way into it. */
export const INTO_LIST: Hotkey = {
  press: "↓",
  does: "进入本页的列表",
  group: "本页",
  when: (target) => onPage(target) && listOfPage() !== null,
  run: () => listOfPage()?.focus(),
};

/** The same from wherever one is. */
export const TO_LIST: Hotkey = { press: "L", does: "转到列表", group: "本页", run: () => listOfPage()?.focus() };

/** The keys of a table. */
export const ROW_KEYS: readonly Hotkey[] = [
  TO_LIST,
  INTO_LIST,
  { press: "↑ ↓ Home End", does: "在列表中移动", group: "本页" },
  { press: "Enter", does: "打开选中的工单", group: "本页" },
];
