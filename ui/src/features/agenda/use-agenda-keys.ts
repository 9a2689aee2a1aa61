// The keys of 日程. On an entry the arrows lead to other entries, elsewhere to the span before and after.
import { useEffect, useMemo, useRef, type KeyboardEvent, type RefObject } from "react";
import { useHotkeys, type Hotkey } from "../../shared/keyboard/hotkeys";
import { isComposingText } from "../../shared/keyboard/key-events";
import { ENTER_LIST_KEY, findPageList, isPageTarget } from "../../shared/table/row-navigation";
import { findNextCard } from "../../shared/keyboard/arrow-navigation";
import type { AgendaView } from "./agenda-range";

interface Asked {
  box: RefObject<HTMLElement | null>;
  /** Of the entries that are shown, day by day. */
  keys: readonly string[][];
  move: (way: 1 | -1) => void;
  today: () => void;
  view: (next: AgendaView) => void;
}

/** Where no other part of the page wants the arrows. */
function free(target: EventTarget | null, box: HTMLElement | null): boolean {
  return isPageTarget(target) || (target instanceof Node && (box?.contains(target) ?? false));
}

export function useAgendaKeys(asked: Asked) {
  const now = useRef(asked);
  useEffect(() => {
    now.current = asked;
  });
  const named = useMemo<Hotkey[]>(() => {
    const between = (target: EventTarget | null) => free(target, now.current.box.current) && !(target as HTMLElement).dataset.entry;
    return [
      { press: "←", does: "前一段时间", group: "本页", when: between, run: () => now.current.move(-1) },
      { press: "→", does: "后一段时间", group: "本页", when: between, run: () => now.current.move(1) },
      { ...ENTER_LIST_KEY, when: (target) => between(target) && findPageList() !== null },
      { press: "E", does: "到日程中的事项；再按方向键移动，Esc 离开", group: "本页", run: () => now.current.box.current?.querySelector<HTMLElement>("[data-entry][tabindex='0']")?.focus() },
      { press: "Enter", does: "打开选中事项的工单", group: "本页" },
      { press: "T", does: "回到今天", group: "本页", run: () => now.current.today() },
      { press: "D", does: "按日查看", group: "本页", run: () => now.current.view("day") },
      { press: "W", does: "按周查看", group: "本页", run: () => now.current.view("week") },
      { press: "M", does: "按月查看", group: "本页", run: () => now.current.view("month") },
    ];
  }, []);
  useHotkeys(named);
  /** On an entry: to another one, or out of them. */
  return (event: KeyboardEvent) => {
    const { box, keys } = asked;
    const { key, altKey, ctrlKey, metaKey, shiftKey, target } = event;
    const at = (target as HTMLElement).dataset.entry;
    if (at === undefined || !/^(Arrow(Left|Right|Up|Down)|Home|End|Escape)$/.test(key)) return;
    if (altKey || ctrlKey || metaKey || shiftKey || isComposingText(event)) return;
    event.preventDefault();
    if (key === "Escape") return box.current?.querySelector<HTMLElement>("[tabindex='0']:not([data-entry])")?.focus();
    const column = keys.findIndex((those) => those.includes(at));
    const spot = findNextCard(keys.map(({ length }) => length), { column, card: keys[column]?.indexOf(at) ?? 0 }, key);
    if (spot) box.current?.querySelector<HTMLElement>(`[data-entry="${keys[spot.column]?.[spot.card]}"]`)?.focus();
  };
}
