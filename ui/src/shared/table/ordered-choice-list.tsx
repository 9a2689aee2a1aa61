// A list to choose from and to put in order. One stop of the keyboard: ↑ ↓ go through it, Space chooses, Alt+↑ Alt+↓ move.
import { DownOutlined, UpOutlined } from "@ant-design/icons";
import { Button, Checkbox } from "antd";
import { useLayoutEffect, useRef, useState, type KeyboardEvent } from "react";
import { isComposingText } from "../keyboard/key-events";
import { moveIndex } from "./move-index";

export interface OrderedChoice<K extends string> {
  key: K;
  on: boolean;
}

/** What is in first, in its order, then the rest of all. */
export function toOrderedChoices<K extends string>(those: readonly K[], all: readonly K[]): OrderedChoice<K>[] {
  return [...those.map((key) => ({ key, on: true })), ...all.filter((key) => !those.includes(key)).map((key) => ({ key, on: false }))];
}

/** What is in, in its order. */
export const listChosenKeys = <K extends string>(rows: readonly OrderedChoice<K>[]): K[] => rows.filter(({ on }) => on).map(({ key }) => key);

/** One place up or down; at the ends it stays. */
export function moveItem<T>(all: readonly T[], at: number, by: -1 | 1): T[] {
  const one = all[at];
  const other = all[at + by];
  if (one === undefined || other === undefined) return [...all];
  return all.map((value, place) => (place === at ? other : place === at + by ? one : value));
}

interface Props<K extends string> {
  label: string;
  rows: readonly OrderedChoice<K>[];
  words: Record<K, string>;
  /** What is always in. */
  fixed?: K;
  change: (rows: OrderedChoice<K>[]) => void;
  className?: string;
}

export function OrderedChoiceList<K extends string>({ label, rows, words, fixed, change, className = "" }: Props<K>) {
  const [stop, setStop] = useState<K | null>(null);
  const [told, setTold] = useState("");
  const list = useRef<HTMLOListElement>(null);
  const held = useRef<K | null>(null);
  const box = (key: K) => list.current?.querySelector<HTMLElement>(`[data-key="${key}"] input`);

  // What is moved on the page loses the keyboard.
  useLayoutEffect(() => {
    if (held.current !== null) box(held.current)?.focus();
    held.current = null;
  });

  const move = (key: K, by: -1 | 1) => {
    const next = moveItem(rows, rows.findIndex((row) => row.key === key), by);
    held.current = key;
    setStop(key);
    setTold(`${words[key]}，第 ${next.findIndex((row) => row.key === key) + 1} 项`);
    change(next);
  };
  const turn = (key: K) => {
    if (key === fixed) setTold(`${words[key]}总在其中。`);
    else change(rows.map((row) => (row.key === key ? { ...row, on: !row.on } : row)));
  };
  const press = (key: K, at: number) => (event: KeyboardEvent) => {
    const to = isComposingText(event) ? null : moveIndex(event.key, at, rows.length, 10);
    const other = to === null ? undefined : rows[to];
    if (to === null || !other) return;
    event.preventDefault();
    if (!event.altKey) return box(other.key)?.focus();
    if (Math.abs(to - at) === 1) move(key, to > at ? 1 : -1);
  };
  const stopped = rows.some(({ key }) => key === stop) ? stop : rows[0]?.key;
  return (
    <>
      <ol ref={list} className={`sections ${className}`} aria-label={label}>
        {rows.map(({ key, on }, place) => (
          <li key={key} data-key={key} onKeyDown={press(key, place)} onFocus={() => setStop(key)}>
            <Checkbox checked={on} aria-disabled={key === fixed} tabIndex={key === stopped ? 0 : -1} onChange={() => turn(key)}>
              {words[key]}
            </Checkbox>
            <span>
              {key === fixed && <small className="quiet">总在其中　</small>}
              <Button type="text" size="small" tabIndex={-1} icon={<UpOutlined />} aria-label={`上移${words[key]}`} disabled={place === 0} onClick={() => move(key, -1)} />
              <Button type="text" size="small" tabIndex={-1} icon={<DownOutlined />} aria-label={`下移${words[key]}`} disabled={place === rows.length - 1} onClick={() => move(key, 1)} />
            </span>
          </li>
        ))}
      </ol>
      <span role="status" className="unseen">
        {told}
      </span>
    </>
  );
}
