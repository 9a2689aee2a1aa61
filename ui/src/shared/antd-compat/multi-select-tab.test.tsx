// That the browser then moves the focus and the list closes only Chromium shows: tests/screens/specs/roles/office.spec.ts fills 岗位, a Select
// with several values, and goes on.
import { fireEvent, render, screen } from "@testing-library/react";
import { Select } from "antd";
import { afterEach, expect, it, vi } from "vitest";
import { letTabLeaveMultiSelect } from "./multi-select-tab";

let end = () => {};
afterEach(() => end());

const OPTIONS = [
  { value: "agent", label: "坐席" },
  { value: "chief", label: "站长" },
];

function pressTabInList(mode?: "multiple") {
  const choose = vi.fn();
  render(<Select aria-label="岗位" mode={mode} options={OPTIONS} defaultOpen onChange={choose} />);
  const field = screen.getByRole("combobox");
  // The legacy codes: antd reads these.
  fireEvent.keyDown(field, { key: "ArrowDown", keyCode: 40, which: 40 });
  const isUncancelled = fireEvent.keyDown(field, { key: "Tab", keyCode: 9, which: 9 });
  return { choose, isUncancelled };
}

it("Tab chooses an option by antd alone, and leaves the field without choosing by the workaround", () => {
  expect(pressTabInList("multiple").choose, "antd no longer needs the workaround").toHaveBeenCalledOnce();
  document.body.replaceChildren();
  end = letTabLeaveMultiSelect();
  const { choose, isUncancelled } = pressTabInList("multiple");
  expect(choose).not.toHaveBeenCalled();
  expect(isUncancelled).toBe(true);
});
