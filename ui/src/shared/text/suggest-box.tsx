// A box that finds with every letter, and below it what was found: the first of them is meant until the arrows or the mouse say another. It is
// drawn plainly, because it is drawn anew between two letters of somebody who types fast.
import { SearchOutlined } from "@ant-design/icons";
import { Input } from "antd";
import { useEffect, useEffectEvent, useId, useRef, useState, type KeyboardEvent, type ReactNode } from "react";
import { isComposingText, isEnterKey } from "../keyboard/key-events";

export interface SuggestionItem {
  key: string;
  /** What a screen reader says of it. */
  said: string;
  shown: ReactNode;
}

export interface SuggestionGroup {
  /** A line above them. */
  label?: string;
  choices: readonly SuggestionItem[];
}

interface Props {
  label: string;
  placeholder: string;
  typed: string;
  type: (text: string) => void;
  found: readonly SuggestionGroup[];
  /** What is said where nothing is found. */
  nothing: string;
  /** One was pressed by the mouse. */
  choose: (key: string) => void;
  /** Enter, with the one that is meant. */
  enter: (key: string | null) => void;
  /** Told which one is meant, each time it is another. */
  look?: (key: string | null) => void;
  /** Escape; without it Escape puts the list away. */
  leave?: () => void;
  autoFocus?: boolean;
  /** The list pushes down what is below it instead of covering it. */
  within?: boolean;
}

const PAGE = 5;

/** Where a key leads in a list that goes on at its other end; Home and End are the text's. */
export function moveSuggestion(key: string, at: number, count: number): number | null {
  if (count === 0) return null;
  if (key === "ArrowDown") return (at + 1) % count;
  if (key === "ArrowUp") return (at - 1 + count) % count;
  if (key === "PageDown") return Math.min(count - 1, at + PAGE);
  return key === "PageUp" ? Math.max(0, at - PAGE) : null;
}

export function SuggestBox({ label, placeholder, typed, type, found, nothing, choose, enter, look, leave, autoFocus = false, within = false }: Props) {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const [moved, setMoved] = useState<string | null>(null);
  const [away, setAway] = useState(true);
  const choices = found.flatMap((group) => group.choices);
  const on = choices.find(({ key }) => key === moved) ?? choices[0] ?? null;
  const place = on ? choices.indexOf(on) : -1;
  const named = (key: string) => `${id}-${key}`;
  const open = typed !== "" && (within || !away);
  const tell = useEffectEvent((key: string | null) => look?.(key));
  useEffect(() => tell(on?.key ?? null), [on?.key]);
  const press = (event: KeyboardEvent) => {
    if (isComposingText(event) || event.ctrlKey || event.altKey || event.shiftKey) return;
    const to = moveSuggestion(event.key, place, choices.length);
    if (to !== null) {
      const next = choices[to];
      setAway(false);
      if (next && open) {
        setMoved(next.key);
        document.getElementById(named(next.key))?.scrollIntoView({ block: "nearest" });
      }
    } else if (event.key === "Escape" && leave) leave();
    else if (event.key === "Escape" && open) setAway(true);
    else if (isEnterKey(event)) enter(on?.key ?? null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className={within ? "suggest within" : "suggest"}>
      <Input
        role="combobox"
        aria-label={label}
        aria-autocomplete="list"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        aria-activedescendant={open && on ? named(on.key) : undefined}
        autoComplete="off"
        spellCheck={false}
        size="large"
        placeholder={placeholder}
        suffix={<SearchOutlined className="quiet" />}
        allowClear
        autoFocus={autoFocus}
        value={typed}
        onChange={({ target }) => {
          setMoved(null);
          setAway(false);
          list.current?.scrollTo({ top: 0 });
          type(target.value);
        }}
        onKeyDown={press}
        onFocus={() => setAway(false)}
        onBlur={() => setAway(true)}
      />
      {open && (
        <div className="suggest-list" ref={list}>
          {choices.length === 0 && (
            <p className="quiet" role="status">
              {nothing}
            </p>
          )}
          <div role="listbox" id={id} aria-label="查找结果">
            {found.map((group, at) => (
              <div key={group.label ?? at} role="group" aria-label={group.label}>
                {group.label !== undefined && (
                  <div className="suggest-head" aria-hidden>
                    {group.label}
                  </div>
                )}
                {group.choices.map(({ key, said, shown }) => (
                  <div
                    key={key}
                    id={named(key)}
                    role="option"
                    aria-label={said}
                    aria-selected={key === on?.key}
                    // The mouse moves there; a list that comes under a mouse at rest means nothing.
                    onMouseMove={() => setMoved(key)}
                    // The box keeps the keyboard.
                    onMouseDown={(event) => event.preventDefault()}
                    onClick={() => choose(key)}
                  >
                    {shown}
                  </div>
                ))}
              </div>
            ))}
          </div>
        </div>
      )}
    </div>
  );
}
