// The letter and digit keys of 工单详情. A step on the way of its service has the digit of its place there, so that the way
// is walked 1, 2, 3; every other step has a letter of its own, the same in all services.
import { useEffect } from "react";
import type { ServiceKind, Step } from "../gen/wire";
import { words } from "../gen/words";
import { composing } from "../part/keys";
import { WAY } from "./steps/names";

export const NEXT = "J";
export const PREVIOUS = "K";
export const COPY = "C";

/** 改派, 活动改期 and 停水变更, 退单 and 退样重取 are never on the same ticket. G begins the way to another place. */
const LETTERS: Partial<Record<Step, string>> = {
  attach: "A",
  refuse_extension: "B",
  supervise: "D",
  correct: "E",
  order_valve: "F",
  reassign: "H",
  move_event: "H",
  change_outage: "H",
  follow_up: "I",
  close_violation: "L",
  merge: "M",
  note: "N",
  pass_on: "O",
  approve_extension: "P",
  acknowledge: "Q",
  valve_shut: "R",
  ask_extension: "S",
  return: "T",
  reject_sample: "T",
  urge: "U",
  valve_arrive: "V",
  record_violation: "W",
  valve_drop: "X",
  appoint: "Y",
  cancel: "Z",
};

/** The key that opens a step's form. What is opened from another ticket has buttons of its own. */
export function keyOf(service: ServiceKind, step: Step): string | null {
  const place = WAY[service].filter((one): boolean => one !== "open_linked").indexOf(step);
  return place >= 0 ? String((place + 1) % 10) : (LETTERS[step] ?? null);
}

export interface Key {
  key: string;
  words: string;
}

/** Every key of the page and what it does, to be listed. */
export const TICKET_KEYS: readonly Key[] = [
  { key: NEXT, words: "下一单" },
  { key: PREVIOUS, words: "上一单" },
  { key: COPY, words: "复制派工信息" },
  { key: "1…9、0", words: "办理步骤，按先后次序" },
  ...Object.entries(LETTERS).map(([step, key]) => ({ key, words: words.Step[step as Step] })),
];

const TYPING = "input, textarea, select, [contenteditable=true], [role=combobox], [role=menu]";

function lies(element: Element): boolean {
  return element.checkVisibility?.() ?? true;
}

/** The key that is meant for the page: nobody is typing, nothing lies over it, no other key is held. */
export function pressed(event: KeyboardEvent): string | null {
  const { ctrlKey, altKey, metaKey, shiftKey, repeat, defaultPrevented, target } = event;
  if (ctrlKey || altKey || metaKey || shiftKey || repeat || defaultPrevented || composing(event)) return null;
  if (!/^[a-z0-9]$/i.test(event.key) || document.body.classList.contains("locked")) return null;
  if (target instanceof Element && target.closest(TYPING)) return null;
  if ([...document.querySelectorAll("[role=dialog]")].some(lies)) return null;
  return event.key.toUpperCase();
}

/** Listens while a page is shown; `act` says whether the key did something. */
export function useKeys(act: (key: string) => boolean) {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const key = pressed(event);
      // The letter must not be typed into the form it has just opened.
      if (key !== null && act(key)) event.preventDefault();
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, [act]);
}
