// Whether a layer is in sight (`checkVisibility`) and how long it slides only Chromium shows: tests/screens/specs/detail.spec.ts and
// roles/agent.spec.ts press the next key while a layer goes.
import "../../test/motion-stub";
import { act, fireEvent, render, screen, waitFor } from "@testing-library/react";
import { Drawer, Dropdown, Modal, Select } from "antd";
import { afterEach, expect, it, vi } from "vitest";
import { isPageCovered, listenToHotkeys } from "../keyboard/hotkeys";
import { findModalOkButton, isInClosedDrawer, isInLeavingMenu, isInMenu, isLayerLeaving, isMenuItem } from "./layers";

let end = () => {};
afterEach(() => end());

const findDialog = () => document.querySelector("[role=dialog]") as Element;

it("a closed drawer is still in the page as a dialog, and covers nothing", async () => {
  const draw = (isOpen: boolean) => <Drawer open={isOpen}>内容</Drawer>;
  const { rerender } = render(draw(true));
  expect(isInClosedDrawer(findDialog())).toBe(false);
  expect(isPageCovered()).toBe(true);
  rerender(draw(false));
  await waitFor(() => expect(isInClosedDrawer(findDialog())).toBe(true));
  expect(isPageCovered()).toBe(false);
});

it("a modal that was answered is still in the page as a dialog while it fades, and covers nothing", async () => {
  const draw = (isOpen: boolean) => <Modal open={isOpen}>内容</Modal>;
  const { rerender } = render(draw(true));
  expect(isLayerLeaving(findDialog())).toBe(false);
  expect(isPageCovered()).toBe(true);
  rerender(draw(false));
  await waitFor(() => expect(isLayerLeaving(findDialog())).toBe(true));
  expect(isPageCovered()).toBe(false);
});

it("Ctrl+Enter presses the button of a modal, also from a Select, which prevents its default", () => {
  const answer = vi.fn();
  // After React, before the listener at the window.
  const rememberPrevented = vi.fn(({ defaultPrevented }: KeyboardEvent) => defaultPrevented);
  document.addEventListener("keydown", rememberPrevented);
  const stopListening = listenToHotkeys();
  end = () => {
    stopListening();
    document.removeEventListener("keydown", rememberPrevented);
  };
  render(
    <Modal open onOk={answer}>
      <Select aria-label="班组" options={[{ value: "a", label: "甲" }]} />
    </Modal>,
  );
  expect(findModalOkButton(findDialog())?.type).toBe("button");
  const field = screen.getByRole("combobox", { name: "班组" });
  fireEvent.keyDown(field, { key: "Enter", code: "Enter", keyCode: 13, which: 13, ctrlKey: true });
  expect(rememberPrevented).toHaveReturnedWith(true);
  expect(answer).toHaveBeenCalledOnce();
});

it("a modal without a foot has no such button", () => {
  render(<Modal open footer={null} />);
  expect(findModalOkButton(findDialog())).toBeNull();
});

it("knows the lines of a menu, and a menu that was closed", async () => {
  render(
    <Dropdown trigger={["click"]} menu={{ items: [{ key: "a", label: "打印" }] }}>
      <button>更多</button>
    </Dropdown>,
  );
  const button = screen.getByRole("button");
  expect(isInMenu(button)).toBe(false);
  fireEvent.click(button);
  const item = await screen.findByRole("menuitem");
  expect([isInMenu(item), isMenuItem(item), isInLeavingMenu(item)]).toEqual([true, true, false]);
  await act(async () => void fireEvent.click(button));
  await waitFor(() => expect(isInLeavingMenu(item)).toBe(true));
});
