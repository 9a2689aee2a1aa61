import { fireEvent, render, screen } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { composing, entered, saves } from "./keys";
import { openRow } from "./row";

describe("Enter", () => {
  it("is not meant while an input method composes", () => {
    expect(entered({ key: "Enter" })).toBe(true);
    expect(entered({ key: "Enter", isComposing: true })).toBe(false);
    expect(entered({ key: "Enter", nativeEvent: { isComposing: true } })).toBe(false);
    expect(composing({ key: "Enter", keyCode: 229 })).toBe(true);
  });

  it("saves only with Ctrl, and never while composing", () => {
    expect(saves({ key: "Enter" })).toBe(false);
    expect(saves({ key: "Enter", ctrlKey: true })).toBe(true);
    expect(saves({ key: "Enter", ctrlKey: true, isComposing: true })).toBe(false);
  });

  it("opens a row by keyboard, but not while composing", () => {
    const open = vi.fn();
    render(<div {...openRow(open, "工单")} />);
    const row = screen.getByLabelText("工单");
    fireEvent.keyDown(row, { key: "Enter", isComposing: true });
    expect(open).not.toHaveBeenCalled();
    fireEvent.keyDown(row, { key: "Enter" });
    expect(open).toHaveBeenCalledOnce();
  });
});
