// A table row that opens something, by mouse and by keyboard; and how the keyboard comes to a page's rows.
import type { HTMLAttributes, KeyboardEvent } from "react";
import type { Hotkey } from "../keyboard/hotkeys";
import { isComposingText, isEnterKey } from "../keyboard/key-events";
import { moveIndex } from "./move-index";

/** Whether a press there means the row: what stands in it for itself does its own work, and whoever marks a number to copy it means the number. */
export const isRowPress = (target: HTMLElement, own = "a, button"): boolean => !target.closest(own) && !getSelection()?.toString();

export function buildRowProps(open: () => void, label: string): HTMLAttributes<HTMLElement> {
  return {
    className: "row-link",
    tabIndex: 0,
    "aria-label": label,
    onClick: (event) => {
      if (isRowPress(event.target as HTMLElement)) open();
    },
    onKeyDown: (event) => {
      if (event.target === event.currentTarget && isEnterKey(event)) open();
    },
  };
}

const rowsOf = (around: ParentNode | null) => [...(around?.querySelectorAll<HTMLElement>("tr.row-link") ?? [])];

/** The arrows go from one to another of several that are one stop of the keyboard. */
export function moveFocusAmong(event: KeyboardEvent<HTMLElement>, all: HTMLElement[]): void {
  const at = all.indexOf(event.target as HTMLElement);
  if (at < 0 || isComposingText(event) || event.altKey || event.ctrlKey || event.shiftKey) return;
  const to = moveIndex(event.key, at, all.length, 10);
  if (to === null) return;
  event.preventDefault();
  all[to]?.focus();
}

/** From row to row of a table that is drawn whole. */
export function moveRowFocus(event: KeyboardEvent<HTMLElement>): void {
  moveFocusAmong(event, rowsOf((event.target as HTMLElement).parentElement));
}

/** One of its rows. */
export function buildListRowProps(open: () => void, label: string, place = 0): HTMLAttributes<HTMLElement> {
  const row = buildRowProps(open, label);
  return {
    ...row,
    tabIndex: place === 0 ? 0 : -1,
    onKeyDown: (event) => {
      row.onKeyDown?.(event);
      moveRowFocus(event);
    },
  };
}

/** The key of the row something stands in. */
export const findRowKey = (within: Element | null): string | null => within?.closest("tr.row-link")?.getAttribute("data-row-key") ?? null;

/** Which row has the keyboard. */
export const findFocusedRow = (): string | null => findRowKey(document.activeElement);

/** What a page is walked through by: rows, a list's frame while its row is out of sight, cards, entries of the calendar, figures. */
const WALKED = `main :is(tr.row-link, .endless, [data-card], [data-entry], .figure)[tabindex="0"]`;

/** Where the arrows begin on this page. */
export const findPageList = (): HTMLElement | null => document.querySelector(WALKED);

/** Whether no part of the page has the keyboard, but the page itself. */
export const isPageTarget = (target: EventTarget | null): boolean => target instanceof HTMLElement && (target === document.body || target.matches("main"));

/** The way into it. */
export const ENTER_LIST_KEY: Hotkey = {
  press: "↓",
  does: "进入本页的列表",
  group: "本页",
  when: (target) => isPageTarget(target) && findPageList() !== null,
  run: () => findPageList()?.focus(),
};

/** The same from wherever one is. */
export const GO_TO_LIST_KEY: Hotkey = { press: "L", does: "转到列表", group: "本页", run: () => findPageList()?.focus() };

/** The keys of a table. */
export const ROW_KEYS: readonly Hotkey[] = [
  GO_TO_LIST_KEY,
  ENTER_LIST_KEY,
  { press: "↑ ↓ Home End", does: "在列表中移动", group: "本页" },
  { press: "Enter", does: "打开选中的工单", group: "本页" },
];
