import { fireEvent, render } from "@testing-library/react";
import { useEffect } from "react";
import { beforeEach, expect, it, vi } from "vitest";
import { findHotkeyClash, isPageCovered, listenToHotkeys, formatPressedKeys, useActiveHotkeys, useHotkeys, type Hotkey } from "./hotkeys";

const plain = { key: "", altKey: false, ctrlKey: false, metaKey: false, shiftKey: false, isComposing: false, keyCode: 0 };
const go = vi.fn();
const help = vi.fn();
const [intake, note, down, save, stop] = [vi.fn(), vi.fn(), vi.fn(), vi.fn(), vi.fn()];
const KEYS: Hotkey[] = [
  { press: "G Y", does: "月报", group: "各页面", run: go },
  { press: "?", does: "查看快捷键", group: "通用", run: help },
  { press: "F2", does: "来电受理", group: "各页面", run: () => intake(), overDrawer: true },
  { press: "N", does: "备注", group: "本页", run: () => note() },
  { press: "Alt+↓", does: "下一张", group: "本页", run: () => down(), repeats: true },
  { press: "Ctrl+Enter", does: "保存", group: "本页", run: () => save() },
  { press: "Alt+Q", does: "停止", group: "通用", run: () => stop(), overAll: true },
  { press: "Esc", does: "关闭", group: "通用" },
];

function Screen() {
  useEffect(listenToHotkeys, []);
  useHotkeys(KEYS);
  return (
    <>
      <input aria-label="地址" />
      <output>{useActiveHotkeys().map(({ press }) => press).join()}</output>
    </>
  );
}

const press = (target: Element | Window, ...codes: string[]) => codes.forEach((code) => fireEvent.keyDown(target, { code, shiftKey: false }));

/** One key as the browser tells it. */
const key = (target: Element | Window, code: string, more: KeyboardEventInit = {}) => fireEvent.keyDown(target, { code, key: code.replace(/^Key/, "").toLowerCase(), ...more });

beforeEach(() => {
  vi.clearAllMocks();
  document.body.className = "";
});

it("finds two that are heard by the same press at the same place", () => {
  const one = (press: string, does: string, more: Partial<Hotkey> = {}): Hotkey => ({ press, does, group: "本页", run: go, ...more });
  expect(findHotkeyClash([one("Z", "作废"), one("N", "备注"), one("Z", "撤回")])).toBe("Z: 作废, 撤回");
  // The second of two, one that is only listed, one for a place of its own, one of the drawer above the page.
  expect(findHotkeyClash([one("Y", "预约上门"), one("G Y", "月报")])).toBeNull();
  expect(findHotkeyClash([one("Z", "作废"), one("Z", "撤回", { run: undefined })])).toBeNull();
  expect(findHotkeyClash([one("↓", "下一行", { when: () => true }), one("↓", "下一天", { when: () => true })])).toBeNull();
  expect(findHotkeyClash([one("Ctrl+Enter", "保存"), one("Ctrl+Enter", "导入", { overDrawer: true })])).toBeNull();
});

it("names a key by its place, whatever the input method makes of it", () => {
  expect(formatPressedKeys({ ...plain, code: "KeyG", key: "Process" })).toBe("G");
  expect(formatPressedKeys({ ...plain, code: "KeyL", altKey: true })).toBe("Alt+L");
  expect(formatPressedKeys({ ...plain, code: "Slash", key: "？", shiftKey: true })).toBe("?");
  expect(formatPressedKeys({ ...plain, code: "KeyG", ctrlKey: true })).toBeNull();
  expect(formatPressedKeys({ ...plain, code: "KeyG", isComposing: true })).toBeNull();
  expect(formatPressedKeys({ ...plain, code: "KeyG", shiftKey: true })).toBeNull();
  expect(formatPressedKeys({ ...plain, code: "Enter", key: "Enter", ctrlKey: true })).toBe("Ctrl+Enter");
  expect(formatPressedKeys({ ...plain, code: "Enter", key: "Enter", ctrlKey: true, isComposing: true })).toBeNull();
  expect(formatPressedKeys({ ...plain, code: "F2", key: "F2" })).toBe("F2");
});

it("takes digits from the row and from the pad, but none from the pad with Alt or without its light", () => {
  expect(formatPressedKeys({ ...plain, code: "Digit1", key: "1" })).toBe("1");
  expect(formatPressedKeys({ ...plain, code: "Digit1", key: "1", altKey: true })).toBe("Alt+1");
  expect(formatPressedKeys({ ...plain, code: "Numpad1", key: "1" })).toBe("1");
  expect(formatPressedKeys({ ...plain, code: "Numpad1", key: "1", altKey: true })).toBeNull();
  expect(formatPressedKeys({ ...plain, code: "Numpad1", key: "End" })).toBeNull();
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
  expect(getByRole("status").textContent).toBe("G Y,?,F2,N,Alt+↓,Ctrl+Enter,Alt+Q,Esc");
  document.body.classList.add("locked");
  press(window, "KeyG", "KeyY");
  document.body.classList.remove("locked");
  unmount();
  press(window, "KeyG", "KeyY");
  expect(go).not.toHaveBeenCalled();
});

it("leaves to what lies above the page its letters, and lets a drawer be left by a key of the desk, a dialog not", () => {
  render(<Screen />);
  const over = (html: string) => {
    const layer = document.createElement("div");
    layer.innerHTML = html;
    document.body.append(layer);
    return layer;
  };
  const drawer = over(`<div class="ant-drawer ant-drawer-open"><div role="dialog"></div></div>`);
  key(window, "KeyN");
  key(window, "Enter", { key: "Enter", ctrlKey: true });
  expect([note.mock.calls.length, save.mock.calls.length]).toEqual([0, 0]);
  key(window, "F2");
  expect(intake).toHaveBeenCalledOnce();
  // One that slides away has the keyboard no longer.
  drawer.firstElementChild?.classList.remove("ant-drawer-open");
  expect(isPageCovered()).toBe(false);
  drawer.remove();
  const dialog = over(`<div class="ant-modal-wrap"><div role="dialog"></div></div>`);
  key(window, "F2");
  expect(intake).toHaveBeenCalledOnce();
  // One that was answered and fades has the keyboard no longer, and neither has one that was closed and still stands in the page.
  const inside = dialog.querySelector("[role=dialog]");
  inside?.classList.add("ant-zoom-leave", "ant-zoom-leave-active");
  key(window, "KeyN");
  key(window, "F2");
  expect([note.mock.calls.length, intake.mock.calls.length]).toEqual([1, 2]);
  inside?.removeAttribute("class");
  for (const layer of dialog.querySelectorAll("*")) layer.checkVisibility = () => false;
  key(window, "KeyN");
  key(window, "F2");
  expect([note.mock.calls.length, intake.mock.calls.length]).toEqual([2, 3]);
  dialog.remove();
});

it("goes on only where it is meant to while a key is held down, and no letter is heard from an open menu", () => {
  const { container } = render(<Screen />);
  for (const repeat of [false, true]) {
    key(window, "ArrowDown", { altKey: true, repeat });
    key(window, "Enter", { key: "Enter", ctrlKey: true, repeat });
    key(window, "KeyN", { repeat });
  }
  expect([down.mock.calls.length, save.mock.calls.length, note.mock.calls.length]).toEqual([2, 1, 1]);
  container.insertAdjacentHTML("beforeend", `<div class="ant-dropdown"><button></button></div>`);
  const item = container.querySelector(".ant-dropdown button");
  if (!item) throw new Error("no menu");
  key(item, "KeyN");
  expect(note).toHaveBeenCalledOnce();
});

it("answers the dialog on top by Ctrl+Enter: once, where it can be answered, and not what lies above or below it", () => {
  const answered = vi.fn();
  const { container } = render(
    <>
      <Screen />
      <div className="ant-modal-wrap">
        <div role="dialog">
          <input aria-label="原因" />
          <div className="ant-modal-footer">
            <button>取消</button>
            <button className="ant-btn-primary" onClick={answered}>
              确定
            </button>
          </div>
        </div>
      </div>
    </>,
  );
  const field = container.querySelector("[role=dialog] input");
  const button = container.querySelector<HTMLButtonElement>(".ant-btn-primary");
  if (!field || !button) throw new Error("no dialog");
  const both = (more: KeyboardEventInit = {}) => key(field, "Enter", { key: "Enter", ctrlKey: true, ...more });
  both();
  both({ repeat: true });
  key(field, "Enter", { key: "Enter" });
  expect([answered.mock.calls.length, save.mock.calls.length]).toEqual([1, 0]);
  button.disabled = true;
  both();
  button.disabled = false;
  document.body.className = "locked";
  both();
  document.body.className = "";
  // What was opened from it, as a preview is, lies above it and has another key.
  container.insertAdjacentHTML("beforeend", `<div class="ant-drawer ant-drawer-open"><div role="dialog"></div></div>`);
  both();
  expect(answered).toHaveBeenCalledOnce();
  container.lastElementChild?.remove();
  both();
  expect(answered).toHaveBeenCalledTimes(2);
  // The library's fields to choose from keep every Enter from the browser.
  field.addEventListener("keydown", (event) => event.preventDefault());
  both();
  expect(answered).toHaveBeenCalledTimes(3);
});

it("stops long work from above a dialog, and not on a locked desk", () => {
  const { container } = render(
    <>
      <Screen />
      <div className="ant-modal-wrap">
        <div role="dialog" />
      </div>
    </>,
  );
  const dialog = container.querySelector("[role=dialog]") as Element;
  key(dialog, "KeyQ", { altKey: true });
  expect(stop).toHaveBeenCalledTimes(1);
  key(dialog, "F2");
  expect(intake).not.toHaveBeenCalled();
  document.body.className = "locked";
  key(dialog, "KeyQ", { altKey: true });
  expect(stop).toHaveBeenCalledTimes(1);
});
