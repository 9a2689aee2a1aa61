// A field for longer texts in which an abbreviation becomes a text the desk writes often: `/lsg`, then Tab or Enter, or one
// of the little list.
import { Input } from "antd";
import type { TextAreaProps } from "antd/es/input";
import { createContext, useContext, useRef, useState, type KeyboardEvent } from "react";
import { useRead } from "../../api/use-command";
import type { Snippet } from "../../gen/wire";
import { isComposingText } from "../keyboard/key-events";
import { findSnippetKey, fillSnippet, findMatchingSnippets, insertSnippet, type SnippetSubject } from "./snippet-text";

const About = createContext<SnippetSubject>({});

/** Whom the texts below are about. */
export const SnippetSubjectProvider = About.Provider;

type Props = Omit<TextAreaProps, "value" | "onChange"> & {
  value?: string;
  /** Form items take an event as well as a text. */
  onChange?: (text: string) => void;
};

interface Begun {
  field: HTMLTextAreaElement;
  caret: number;
  typed: string;
  /** Which of the list is marked, and whether somebody has moved there. */
  at: number;
  moved: boolean;
  /** Whether there is more room above the field than below. */
  up: boolean;
}

export function SnippetArea({ value, onChange, placeholder, ...rest }: Props) {
  const settings = useRead("settings_get", {});
  const who = useContext(About);
  const [open, setOpen] = useState<Begun | null>(null);
  const list = open ? findMatchingSnippets(settings.data?.settings.snippets ?? [], open.typed) : [];
  // A stroke alone may be one of the text: nothing is marked yet, and Tab and Enter are the field's.
  const marked = open && (open.typed !== "" || open.moved) ? open.at : null;

  // An event may bear a copy of the field, which stands nowhere and has no caret.
  const around = useRef<HTMLDivElement>(null);
  const look = () => {
    const field = around.current?.querySelector("textarea");
    if (!field) return;
    const caret = field.selectionStart;
    const typed = findSnippetKey(field.value, caret);
    const up = field.getBoundingClientRect().bottom > window.innerHeight / 2;
    setOpen(typed === null ? null : { field, caret, typed, at: 0, moved: false, up });
  };
  const take = ({ text }: Snippet) => {
    if (!open) return;
    const next = insertSnippet(open.field.value, open.caret, fillSnippet(text, who));
    // The field shows the text and has its caret before the next key is heard: put later, the caret would move under
    // whoever types on.
    open.field.setRangeText(next.text, 0, open.field.value.length, "end");
    open.field.setSelectionRange(next.caret, next.caret);
    onChange?.(next.text);
    setOpen(null);
  };
  const press = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (!open || list.length === 0 || isComposingText(event) || event.ctrlKey || event.altKey) return;
    const one = marked === null ? undefined : list[marked];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      const from = marked ?? (step > 0 ? -1 : 0);
      setOpen({ ...open, at: (from + step + list.length) % list.length, moved: true });
    } else if (event.key === "Escape") {
      setOpen(null);
    } else if ((event.key === "Tab" || event.key === "Enter") && !event.shiftKey && one) {
      take(one);
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div ref={around} style={{ position: "relative" }}>
      <Input.TextArea
        {...rest}
        value={value}
        placeholder={placeholder ? `${placeholder}（输入 / 可选常用语）` : "输入 / 可选常用语"}
        onChange={({ target }) => {
          onChange?.(target.value);
          look();
        }}
        onKeyDown={press}
        onBlur={() => setOpen(null)}
      />
      {open && list.length > 0 && (
        <ul className={open.up ? "snippets up" : "snippets"} role="listbox" aria-label="常用语">
          {list.map((one, place) => (
            <li
              key={one.key}
              role="option"
              aria-selected={place === marked}
              onMouseDown={(event) => {
                event.preventDefault();
                take(one);
              }}
            >
              <b>/{one.key}</b>
              <span className="one-line">{fillSnippet(one.text, who)}</span>
            </li>
          ))}
          <li className="quiet" aria-hidden style={{ cursor: "default" }}>
            {marked === null ? "接着输入简码，或按 ↑↓ 选择" : "按 Tab 或回车选用，↑↓ 选择"}
          </li>
        </ul>
      )}
    </div>
  );
}
