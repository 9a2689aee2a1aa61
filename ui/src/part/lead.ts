// Where the keyboard goes when a form is not taken: to the field that is wrong, seen by whoever has to put it right.
import type { FormInstance, FormProps } from "antd";
import { begin } from "./begin";

export const SEEN = { block: "center", focus: true } as const;

export function lead(form: FormInstance, name: readonly (string | number)[]) {
  form.scrollToField([...name], SEEN);
  const field: unknown = form.getFieldInstance([...name]);
  // Several choices take no keyboard themselves; one of them does.
  if (field instanceof HTMLElement) begin(field);
}

/** To the first field that lacks something: what a form of several choices is given as `onFinishFailed`. Every other form has it from `Look`. */
export const toFirst =
  (form: FormInstance): NonNullable<FormProps["onFinishFailed"]> =>
  ({ errorFields: [first] }) => {
    if (first) lead(form, first.name);
  };
