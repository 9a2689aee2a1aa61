// Where the keyboard goes when a form is not taken: to the field that is wrong, seen by whoever has to put it right.
import type { FormInstance } from "antd";
import { focusFirstField } from "./initial-focus";

/** How every form leads to its first field that lacks something (`Look`). One whose field is a group of choices, all of them open, calls `lead`. */
export const ERROR_SCROLL_OPTIONS = { block: "center", focus: true } as const;

export function focusErrorField(form: FormInstance, name: readonly (string | number)[]) {
  form.scrollToField([...name], ERROR_SCROLL_OPTIONS);
  const field: unknown = form.getFieldInstance([...name]);
  // A group of choices takes no keyboard itself; one of them does.
  if (field instanceof HTMLElement) focusFirstField(field);
}
