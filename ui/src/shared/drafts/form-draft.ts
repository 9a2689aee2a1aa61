// A form whose words are kept until it is sent: closed by a slip, or by a power cut, it begins again with them.
import type { FormInstance } from "antd";
import { useRef, useState } from "react";
import { programNow } from "../../api/now";
import { useDrafts, type DraftStore } from "./use-drafts";

type Typed = Record<string, unknown>;

/** What nobody came back to for a week is no longer offered, so that nothing personal turns up again. */
const LONG = 7 * 86_400_000;

/** What was typed into the form of that name. */
export function readFormDraft({ all }: Pick<DraftStore, "all">, name: string): Typed | null {
  const found = all.find((draft) => draft.name === name);
  const { at = 0, value } = found ?? {};
  return typeof value === "object" && value !== null && programNow() - at <= LONG ? (value as Typed) : null;
}

/** `blank`: what the form begins with; `given`: what holds whatever was typed before. To be drawn only once drafts are `ready`. */
export function useFormDraft<V extends object>(name: string, form: FormInstance<V>, blank: V, given?: Partial<V>) {
  const drafts = useDrafts();
  const [kept, setKept] = useState(() => readFormDraft(drafts, name));
  const [start] = useState(() => ({ ...blank, ...kept, ...given }) as V);
  const held = useRef(kept !== null);
  const drop = () => {
    if (held.current) drafts.drop(name);
    held.current = false;
  };
  const remember = () => {
    const values = form.getFieldsValue(true) as V;
    if (JSON.stringify(values) === JSON.stringify(blank)) return drop();
    held.current = true;
    drafts.keep(name, values);
  };
  /** Once more when it is left: what a button filled in is not told while it is typed. */
  const leave = () => {
    if (form.isFieldsTouched()) remember();
  };
  const discard = () => {
    drop();
    setKept(null);
    // Emptied first: what is set is laid over what is there.
    const filled = Object.keys(form.getFieldsValue(true) as V);
    form.setFieldsValue(Object.fromEntries(filled.map((field) => [field, undefined])) as never);
    form.setFieldsValue(blank as never);
  };
  return { start, kept: kept !== null, remember, leave, discard, drop };
}
