import { fireEvent, render, screen } from "@testing-library/react";
import { useState } from "react";
import { describe, expect, it, vi } from "vitest";
import { moveSuggestion, SuggestBox } from "./suggest-box";

describe("a key in the list", () => {
  it("goes on at the other end, and leaves Home and End to the text", () => {
    expect(moveSuggestion("ArrowDown", 2, 3)).toBe(0);
    expect(moveSuggestion("ArrowUp", 0, 3)).toBe(2);
    expect(moveSuggestion("PageDown", 0, 20)).toBe(5);
    expect(moveSuggestion("PageDown", 18, 20)).toBe(19);
    expect(moveSuggestion("PageUp", 3, 20)).toBe(0);
    expect(moveSuggestion("Home", 3, 20)).toBeNull();
    expect(moveSuggestion("ArrowDown", -1, 0)).toBeNull();
  });
});

const HOMES = ["甲户", "乙户", "丙户"];

function Box({ choose = () => {}, enter = () => {}, look, leave }: { choose?: (key: string) => void; enter?: (key: string | null) => void; look?: (key: string | null) => void; leave?: () => void }) {
  const [typed, setTyped] = useState("");
  const choices = HOMES.filter((name) => name.includes(typed) || typed === "户").map((name) => ({ key: name, said: name, shown: <b>{name}</b> }));
  const found = typed && choices.length > 0 ? [{ label: "用户", choices }] : [];
  const more = { ...(look && { look }), ...(leave && { leave }) };
  return <SuggestBox label="查找" placeholder="" typed={typed} type={setTyped} found={found} nothing="没有找到" choose={choose} enter={enter} {...more} />;
}

describe("a box that finds", () => {
  const box = () => screen.getByRole("combobox", { name: "查找" });
  const type = (text: string) => fireEvent.change(box(), { target: { value: text } });
  const press = (key: string, more = {}) => fireEvent.keyDown(box(), { key, ...more });
  const on = () => screen.getByRole("option", { selected: true }).textContent;

  it("means the first, then the one the arrows or the mouse stand on, and the first again for another text", () => {
    const look = vi.fn();
    render(<Box look={look} />);
    expect(screen.queryByRole("listbox")).toBeNull();
    type("户");
    expect(on()).toBe("甲户");
    press("ArrowDown");
    expect(on()).toBe("乙户");
    expect(box().getAttribute("aria-activedescendant")).toBe(screen.getByRole("option", { selected: true }).id);
    fireEvent.mouseMove(screen.getByRole("option", { name: "丙户" }));
    expect(on()).toBe("丙户");
    type("乙");
    expect(on()).toBe("乙户");
    expect(look.mock.calls.map(([key]) => key as string | null)).toEqual([null, "甲户", "乙户", "丙户", "乙户"]);
  });

  it("takes by Enter and by the mouse, but no word an input method composes", () => {
    const enter = vi.fn();
    const choose = vi.fn();
    render(<Box enter={enter} choose={choose} />);
    type("户");
    press("Enter", { isComposing: true });
    press("Enter", { ctrlKey: true });
    expect(enter).not.toHaveBeenCalled();
    press("ArrowUp");
    press("Enter");
    expect(enter).toHaveBeenCalledExactlyOnceWith("丙户");
    fireEvent.click(screen.getByRole("option", { name: "乙户" }));
    expect(choose).toHaveBeenCalledExactlyOnceWith("乙户");
  });

  it("says that nothing is found, and Enter then means nothing", () => {
    const enter = vi.fn();
    render(<Box enter={enter} />);
    type("丁");
    expect(screen.getByRole("status").textContent).toBe("没有找到");
    press("Enter");
    expect(enter).toHaveBeenCalledExactlyOnceWith(null);
  });

  it("puts the list away by Escape and brings it back by an arrow; a dialog that is this box is left", () => {
    const leave = vi.fn();
    const { unmount } = render(<Box />);
    type("户");
    press("Escape");
    expect(screen.queryByRole("listbox")).toBeNull();
    press("ArrowDown");
    expect(on()).toBe("甲户");
    unmount();
    render(<Box leave={leave} />);
    press("Escape");
    expect(leave).toHaveBeenCalledOnce();
  });
});
