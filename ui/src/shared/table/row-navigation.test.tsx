import { fireEvent, render, screen } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { findFocusedRow, buildRowProps, ROW_KEYS, buildListRowProps } from "./row-navigation";

it("a table drawn whole is one stop of the keyboard; the arrows go through it and Enter opens", () => {
  const open = vi.fn();
  render(
    <main>
      <table>
        <tbody>
          {["甲", "乙", "丙"].map((name, place) => (
            <tr key={name} {...buildListRowProps(() => open(name), name, place)} />
          ))}
        </tbody>
      </table>
    </main>,
  );
  const row = (name: string) => screen.getByLabelText(name);
  expect(["甲", "乙", "丙"].map((name) => row(name).tabIndex)).toEqual([0, -1, -1]);
  ROW_KEYS[0]?.run?.();
  expect(document.activeElement).toBe(row("甲"));
  fireEvent.keyDown(row("甲"), { key: "ArrowDown" });
  expect(document.activeElement).toBe(row("乙"));
  fireEvent.keyDown(row("乙"), { key: "End" });
  expect(document.activeElement).toBe(row("丙"));
  fireEvent.keyDown(row("丙"), { key: "ArrowDown" });
  fireEvent.keyDown(row("丙"), { key: "ArrowUp", isComposing: true });
  expect(document.activeElement).toBe(row("丙"));
  fireEvent.keyDown(row("丙"), { key: "Enter" });
  expect(open).toHaveBeenCalledExactlyOnceWith("丙");
});

it("a row is opened by a press, and neither by marking a number in it nor by a button of its own", () => {
  const open = vi.fn();
  render(
    <table>
      <tbody>
        <tr data-row-key="7" {...buildRowProps(open, "甲")}>
          <td>12000000003</td>
          <td>
            <button>导出</button>
          </td>
        </tr>
      </tbody>
    </table>,
  );
  const number = screen.getByText("12000000003");
  expect(findFocusedRow()).toBeNull();
  screen.getByLabelText("甲").focus();
  expect(findFocusedRow()).toBe("7");
  fireEvent.click(screen.getByText("导出"));
  getSelection()?.selectAllChildren(number);
  fireEvent.click(number);
  expect(open).not.toHaveBeenCalled();
  getSelection()?.removeAllRanges();
  fireEvent.click(number);
  expect(open).toHaveBeenCalledOnce();
});
