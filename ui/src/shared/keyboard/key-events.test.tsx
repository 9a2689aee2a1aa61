import { fireEvent, render, screen } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { isComposingText, isEnterKey, isSaveKey } from "./key-events";
import { buildRowProps } from "../table/row-navigation";

describe("Enter", () => {
  it("is not meant while an input method composes", () => {
    expect(isEnterKey({ key: "Enter" })).toBe(true);
    expect(isEnterKey({ key: "Enter", isComposing: true })).toBe(false);
    expect(isEnterKey({ key: "Enter", nativeEvent: { isComposing: true } })).toBe(false);
    expect(isComposingText({ key: "Enter", keyCode: 229 })).toBe(true);
  });

  it("saves only with Ctrl, and never while composing", () => {
    expect(isSaveKey({ key: "Enter" })).toBe(false);
    expect(isSaveKey({ key: "Enter", ctrlKey: true })).toBe(true);
    expect(isSaveKey({ key: "Enter", ctrlKey: true, isComposing: true })).toBe(false);
  });

  it("opens a row by keyboard, but not while composing", () => {
    const open = vi.fn();
    render(<div {...buildRowProps(open, "工单")} />);
    const row = screen.getByLabelText("工单");
    fireEvent.keyDown(row, { key: "Enter", isComposing: true });
    expect(open).not.toHaveBeenCalled();
    fireEvent.keyDown(row, { key: "Enter" });
    expect(open).toHaveBeenCalledOnce();
  });
});
