import { fireEvent, render } from "@testing-library/react";
import { useEffect } from "react";
import { beforeEach, expect, it, vi } from "vitest";
import { listen, pressed, useHeld, useHotkeys, type Hotkey } from "./hotkeys";

const plain = { key: "", altKey: false, ctrlKey: false, metaKey: false, shiftKey: false, isComposing: false, keyCode: 0 };
const go = vi.fn();
const help = vi.fn();
const KEYS: Hotkey[] = [
  { press: "G Y", does: "月报", group: "各页面", run: go },
  { press: "?", does: "查看快捷键", group: "通用", run: help },
  { press: "F2", does: "来电受理", group: "各页面" },
];

function Screen() {
  useEffect(listen, []);
  useHotkeys(KEYS);
  return (
    <>
      <input aria-label="地址" />
      <output>{useHeld().map(({ press }) => press).join()}</output>
    </>
  );
}

const press = (target: Element | Window, ...codes: string[]) => codes.forEach((code) => fireEvent.keyDown(target, { code, shiftKey: false }));

beforeEach(() => vi.clearAllMocks());

it("names a key by its place, whatever the input method makes of it", () => {
  expect(pressed({ ...plain, code: "KeyG", key: "Process" })).toBe("G");
  expect(pressed({ ...plain, code: "KeyL", altKey: true })).toBe("Alt+L");
  expect(pressed({ ...plain, code: "Slash", key: "？", shiftKey: true })).toBe("?");
  expect(pressed({ ...plain, code: "KeyG", ctrlKey: true })).toBeNull();
  expect(pressed({ ...plain, code: "KeyG", isComposing: true })).toBeNull();
});

it("hears two keys one after the other, and nothing else in between", () => {
  render(<Screen />);
  press(window, "KeyG", "KeyY");
  expect(go).toHaveBeenCalledOnce();
  press(window, "KeyY");
  press(window, "KeyG", "KeyX", "KeyY");
  expect(go).toHaveBeenCalledOnce();
});

it("leaves letters to the field they are typed into", () => {
  const { getByLabelText } = render(<Screen />);
  press(getByLabelText("地址"), "KeyG", "KeyY");
  fireEvent.keyDown(getByLabelText("地址"), { code: "Slash", shiftKey: true });
  expect(go).not.toHaveBeenCalled();
  expect(help).not.toHaveBeenCalled();
  fireEvent.keyDown(window, { code: "Slash", shiftKey: true });
  expect(help).toHaveBeenCalledOnce();
});

it("hears nothing while the desk is locked, and nothing of a screen that is gone", () => {
  const { getByRole, unmount } = render(<Screen />);
  expect(getByRole("status").textContent).toBe("G Y,?,F2");
  document.body.classList.add("locked");
  press(window, "KeyG", "KeyY");
  document.body.classList.remove("locked");
  unmount();
  press(window, "KeyG", "KeyY");
  expect(go).not.toHaveBeenCalled();
});
