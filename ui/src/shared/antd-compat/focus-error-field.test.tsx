import { act, render, renderHook } from "@testing-library/react";
import { Checkbox, Form, Input, Radio, type FormInstance } from "antd";
import { expect, it } from "vitest";
import { ERROR_SCROLL_OPTIONS, focusErrorField } from "./focus-error-field";

const OPTIONS = [
  { value: "a", label: "甲" },
  { value: "b", label: "乙" },
];

function Fields({ form }: { form: FormInstance }) {
  return (
    <Form form={form} initialValues={{ choice: "b" }}>
      <Form.Item name="text" label="文字">
        <Input />
      </Form.Item>
      <Form.Item name="choice" label="选择">
        <Radio.Group options={OPTIONS} />
      </Form.Item>
      <Form.Item name="several" label="多选">
        <Checkbox.Group options={OPTIONS} />
      </Form.Item>
    </Form>
  );
}

function renderFields(): FormInstance {
  const { result } = renderHook(() => Form.useForm()[0]);
  render(<Fields form={result.current} />);
  return result.current;
}

const readFocus = () => document.activeElement as HTMLInputElement;

it("focuses the chosen box of a group, or its first one, where antd focuses none", () => {
  const form = renderFields();
  for (const name of ["choice", "several"]) {
    act(() => form.scrollToField([name], ERROR_SCROLL_OPTIONS));
    expect(readFocus(), "antd no longer needs the workaround").toBe(document.body);
  }
  act(() => focusErrorField(form, ["choice"]));
  expect(readFocus().value).toBe("b");
  act(() => focusErrorField(form, ["several"]));
  expect([readFocus().type, readFocus().value]).toEqual(["checkbox", "a"]);
});

it("focuses any other field as antd does", () => {
  const form = renderFields();
  act(() => focusErrorField(form, ["text"]));
  expect(readFocus().id).toBe("text");
});
