// axe finds the same in Chromium: tests/screens/specs/appearance.spec.ts.
import { render, screen } from "@testing-library/react";
import { Checkbox, Form } from "antd";
import { expect, it } from "vitest";
import { CheckboxGroup } from "./checkbox-group";

const OPTIONS = [{ value: "smell", label: "异味" }];

function renderRequiredField(Group: typeof CheckboxGroup | typeof Checkbox.Group) {
  const { container, unmount } = render(
    <Form>
      <Form.Item name="symptoms" label="现象" rules={[{ required: true }]}>
        <Group options={OPTIONS} />
      </Form.Item>
    </Form>,
  );
  const marked = container.querySelectorAll("[role=group][aria-required]").length;
  unmount();
  return marked;
}

it("is not called required as a group, which antd's is", () => {
  expect(renderRequiredField(Checkbox.Group), "antd no longer needs the workaround").toBe(1);
  expect(renderRequiredField(CheckboxGroup)).toBe(0);
});

it("is filled by its form like antd's", () => {
  render(
    <Form initialValues={{ symptoms: ["smell"] }}>
      <Form.Item name="symptoms" label="现象">
        <CheckboxGroup options={OPTIONS} />
      </Form.Item>
    </Form>,
  );
  expect(screen.getByRole<HTMLInputElement>("checkbox", { name: "异味" }).checked).toBe(true);
});
