// Where the keyboard goes when a form is not taken: to the field that is wrong, seen by whoever has to put it right.
import type { FormInstance } from "antd";
import { begin } from "./begin";

/** How every form leads to its first field that lacks something (`Look`). One whose field is a group of choices, all of them open, calls `lead`. */
export const SEEN = { block: "center", focus: true } as const;

export function lead(form: FormInstance, name: readonly (string | number)[]) {
  form.scrollToField([...name], SEEN);
  const field: unknown = form.getFieldInstance([...name]);
  // A group of choices takes no keyboard itself; one of them does.
  if (field instanceof HTMLElement) begin(field);
}
