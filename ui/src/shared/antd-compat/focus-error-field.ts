// Leads to the wrong field of a form that was refused. antd 6.6.8: `scrollToField` with `focus` calls `focus()` on the element of the field;
// that of a Radio.Group or a Checkbox.Group is a `<div>` that takes none, so the focus stays where it was.
import type { FormInstance } from "antd";
import { focusFirstField } from "../keyboard/initial-focus";

/** How every form leads to its first wrong field (`Look`). A form whose field is a group of choices calls `focusErrorField`. */
export const ERROR_SCROLL_OPTIONS = { block: "center", focus: true } as const;

export function focusErrorField(form: FormInstance, name: readonly (string | number)[]) {
  form.scrollToField([...name], ERROR_SCROLL_OPTIONS);
  const field: unknown = form.getFieldInstance([...name]);
  if (field instanceof HTMLElement) focusFirstField(field);
}
