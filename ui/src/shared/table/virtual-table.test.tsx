import { fireEvent, render, screen, within } from "@testing-library/react";
import { MemoryRouter } from "react-router";
import { describe, expect, it, vi } from "vitest";
import { VirtualTable } from "./virtual-table";

const rows = Array.from({ length: 2000 }, (_, at) => ({ id: at + 1, text: `第 ${at + 1} 行` }));

function shown(more = false, length = rows.length) {
  const [open, pick, fetchNextPage] = [vi.fn(), vi.fn(), vi.fn()];
  const list = { rows: rows.slice(0, length), error: null, isPending: false, hasNextPage: more, isFetchingNextPage: false, fetchNextPage, refetch: vi.fn() };
  render(
    <MemoryRouter>
      <VirtualTable list={list} label="工单" place={`${length}`} columns={[{ key: "text", title: "字", render: (_, { text }) => text }]} name={({ text }) => text} open={open} pick={pick} empty="没有" />
    </MemoryRouter>,
  );
  return { open, pick, fetchNextPage };
}

const drawn = () => screen.getAllByRole("row").filter((row) => row.classList.contains("row-link"));

describe("a list without an end", () => {
  it("draws what is near, leaves the room of the rest, and says how long it is", () => {
    shown();
    expect(drawn().length).toBeGreaterThan(10);
    expect(drawn().length).toBeLessThan(80);
    expect(document.querySelector<HTMLElement>(".endless-gap")?.style.height).toBe(`${(2000 - drawn().length) * 38}px`);
    expect(screen.getByRole("grid", { name: "工单" }).getAttribute("aria-rowcount")).toBe("2001");
    expect(drawn()[0]?.getAttribute("aria-rowindex")).toBe("2");
  });

  it("is one stop of the keyboard, walked by keys", () => {
    const { open, pick } = shown();
    expect(drawn().filter(({ tabIndex }) => tabIndex === 0)).toHaveLength(1);
    const press = (key: string, more = {}) => fireEvent.keyDown(document.activeElement ?? document.body, { key, ...more });
    drawn()[0]?.focus();
    press("ArrowDown");
    press("ArrowDown");
    expect(document.activeElement?.getAttribute("aria-label")).toBe("第 3 行");
    press(" ");
    expect(pick).toHaveBeenCalledWith(rows[2]);
    press("Enter");
    expect(open).toHaveBeenCalledExactlyOnceWith(rows[2]);
    press("Home");
    expect(document.activeElement?.getAttribute("aria-label")).toBe("第 1 行");
    // A key an input method has is none of the list.
    press("ArrowDown", { isComposing: true });
    expect(document.activeElement?.getAttribute("aria-label")).toBe("第 1 行");
    expect(within(drawn()[0] as HTMLElement).getByText("第 1 行")).toBeTruthy();
  });

  it("reads on only when its end comes near", () => {
    expect(shown(true, 200).fetchNextPage).not.toHaveBeenCalled();
    expect(shown(true, 50).fetchNextPage).toHaveBeenCalledOnce();
    expect(shown(false, 30).fetchNextPage).not.toHaveBeenCalled();
  });
});
