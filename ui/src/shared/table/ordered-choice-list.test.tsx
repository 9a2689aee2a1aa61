import { fireEvent, render, screen } from "@testing-library/react";
import { useState } from "react";
import { beforeEach, expect, it } from "vitest";
import { toOrderedChoices, listChosenKeys, OrderedChoiceList, moveItem, type OrderedChoice } from "./ordered-choice-list";

const WORDS = { a: "甲", b: "乙", c: "丙" };
type Key = keyof typeof WORDS;
const ALL = Object.keys(WORDS) as Key[];

let last: OrderedChoice<Key>[] = [];
beforeEach(() => (last = toOrderedChoices<Key>(["b"], ALL)));

function Place() {
  const [rows, setRows] = useState(last);
  const change = (next: OrderedChoice<Key>[]) => {
    last = next;
    setRows(next);
  };
  return <OrderedChoiceList label="内容" rows={rows} words={WORDS} fixed="b" change={change} />;
}

const box = (name: string) => screen.getByRole("checkbox", { name });

it("shows what is in first, in its order, and loses nothing", () => {
  expect(toOrderedChoices(["c", "a"], ALL)).toEqual([{ key: "c", on: true }, { key: "a", on: true }, { key: "b", on: false }]);
  expect(listChosenKeys(toOrderedChoices(["c", "a"], ALL))).toEqual(["c", "a"]);
});

it("moves one place and stays at the ends", () => {
  expect(moveItem(ALL, 1, -1)).toEqual(["b", "a", "c"]);
  expect(moveItem(ALL, 0, -1)).toEqual(ALL);
  expect(moveItem(ALL, 2, 1)).toEqual(ALL);
});

it("is one stop of the keyboard, and the keyboard stays with what it moves", () => {
  render(<Place />);
  expect(ALL.map((key) => box(WORDS[key]).tabIndex)).toEqual([-1, 0, -1]);
  box("乙").focus();
  fireEvent.keyDown(box("乙"), { key: "ArrowDown" });
  expect(document.activeElement).toBe(box("甲"));
  fireEvent.keyDown(box("甲"), { key: "ArrowDown", altKey: true });
  expect(last.map(({ key }) => key)).toEqual(["b", "c", "a"]);
  expect(document.activeElement).toBe(box("甲"));
  expect(screen.getByRole("status").textContent).toBe("甲，第 3 项");
  fireEvent.click(box("甲"));
  expect(listChosenKeys(last)).toEqual(["b", "a"]);
});

it("keeps what is always in", () => {
  render(<Place />);
  fireEvent.click(box("乙"));
  expect(listChosenKeys(last)).toEqual(["b"]);
  expect(screen.getByRole("status").textContent).toBe("乙总在其中。");
});
