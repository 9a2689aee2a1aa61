// What scrolling and long ways of the keyboard do. jsdom has no layout: a row is 38 high, the frame 600 and the heads of the columns 40. Real heights only Chromium shows:
// tests/screens/specs/list.spec.ts.
import { act, fireEvent, render, screen } from "@testing-library/react";
import { Profiler } from "react";
import { MemoryRouter } from "react-router";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { VirtualTable } from "./virtual-table";

const [ROW, HEAD, FRAME] = [38, 40, 600];
const rows = Array.from({ length: 2000 }, (_, at) => ({ id: at + 1, text: `第 ${at + 1} 行` }));
const redraws = { commits: 0, cells: 0 };

beforeEach(() => {
  Object.defineProperty(HTMLElement.prototype, "scrollHeight", { configurable: true, get: () => HEAD + rows.length * ROW });
  Object.defineProperty(HTMLElement.prototype, "clientHeight", { configurable: true, get(this: HTMLElement) { return this.tagName === "THEAD" ? HEAD : FRAME; } });
});
afterEach(() => {
  Reflect.deleteProperty(HTMLElement.prototype, "scrollHeight");
  Reflect.deleteProperty(HTMLElement.prototype, "clientHeight");
});

function showTable(place: string) {
  const idle = () => {};
  const list = { rows, error: null, isPending: false, hasNextPage: false, isFetchingNextPage: false, fetchNextPage: idle as never, refetch: idle as never };
  const columns = [{ key: "text", title: "字", render: (_: unknown, { text }: { text: string }) => (redraws.cells++, text) }];
  Object.assign(redraws, { commits: 0, cells: 0 });
  return render(
    <MemoryRouter>
      <Profiler id="list" onRender={() => redraws.commits++}>
        <VirtualTable list={list} label="工单" place={place} columns={columns} name={({ text }) => text} open={idle} empty="没有" />
      </Profiler>
    </MemoryRouter>,
  );
}

const findFrame = () => document.querySelector(".endless") as HTMLElement;
const listDrawn = () => [...document.querySelectorAll<HTMLElement>("tr.row-link")].map((row) => Number(row.dataset.rowKey));
const readFocus = () => document.activeElement?.getAttribute("aria-label");
const press = (key: string) => fireEvent.keyDown(document.activeElement ?? document.body, { key });

async function scrollToTop(top: number) {
  await act(async () => {
    findFrame().scrollTop = top;
    fireEvent.scroll(findFrame());
  });
}

it("draws again at every few lines only, and a row once", async () => {
  showTable("redraws");
  expect(redraws).toEqual({ commits: 1, cells: 30 });
  Object.assign(redraws, { commits: 0, cells: 0 });
  for (let line = 1; line <= 40; line++) {
    await scrollToTop(line * ROW);
    const drawn = listDrawn();
    // Rows are ready on both sides of those in sight.
    expect(drawn[0]).toBeLessThanOrEqual(Math.max(1, line - 5));
    expect(drawn.at(-1)).toBeGreaterThanOrEqual(line + 16 + 5);
  }
  // 40 lines are six steps; 36 rows come into the window.
  expect(redraws).toEqual({ commits: 6, cells: 36 });
});

it("goes far by keys, and the row is in sight", () => {
  showTable("keys");
  document.querySelector<HTMLElement>("tr.row-link")?.focus();
  press("End");
  expect(readFocus()).toBe("第 2000 行");
  expect(findFrame().scrollTop).toBe(2000 * ROW + HEAD - FRAME);
  press("PageUp");
  expect(readFocus()).toBe("第 1987 行");
  press("Home");
  expect([readFocus(), findFrame().scrollTop]).toEqual(["第 1 行", 0]);
  for (let presses = 0; presses < 40; presses++) press("ArrowDown");
  expect([readFocus(), findFrame().scrollTop]).toEqual(["第 41 行", 41 * ROW + HEAD - FRAME]);
  press("PageDown");
  expect(readFocus()).toBe("第 54 行");
  expect(document.querySelectorAll('tr.row-link[tabindex="0"]')).toHaveLength(1);
});

it("gives the focus to the frame when its row is scrolled away, and goes on from that row", async () => {
  showTable("frame");
  document.querySelector<HTMLElement>("tr.row-link")?.focus();
  press("ArrowDown");
  await scrollToTop(3000);
  expect(document.activeElement).toBe(findFrame());
  expect([findFrame().tabIndex, document.querySelectorAll('tr.row-link[tabindex="0"]').length]).toEqual([0, 0]);
  press("ArrowDown");
  expect([readFocus(), findFrame().scrollTop]).toEqual(["第 3 行", 2 * ROW]);
});

it("is where it was left on return, to the pixel", async () => {
  const { unmount } = showTable("return");
  await scrollToTop(3000);
  document.querySelector<HTMLElement>('tr[data-row-key="85"]')?.focus();
  await scrollToTop(3017);
  unmount();
  showTable("return");
  expect([findFrame().scrollTop, readFocus()]).toEqual([3017, "第 85 行"]);
  expect(screen.getAllByRole("row").length).toBeLessThan(60);
});

it("measures its rows, and draws once more when they are higher or lower than supposed", async () => {
  const observers: (() => void)[] = [];
  vi.stubGlobal(
    "ResizeObserver",
    class {
      constructor(report: () => void) {
        observers.push(report);
      }
      observe() {}
      disconnect() {}
    },
  );
  HTMLTableRowElement.prototype.getBoundingClientRect = () => ({ height: 30.5 }) as DOMRect;
  showTable("measure");
  Object.assign(redraws, { commits: 0, cells: 0 });
  await act(async () => observers.forEach((report) => report()));
  // 600 / 30.5 is four rows more in sight.
  expect([redraws.commits, listDrawn().length]).toEqual([1, 34]);
  expect(document.querySelector<HTMLElement>(".endless-gap")?.style.height).toBe(`${(2000 - 34) * 30.5}px`);
  await scrollToTop(3050);
  expect(document.querySelector<HTMLElement>(".endless-gap")?.style.height).toBe(`${(100 - 14) * 30.5}px`);
  Reflect.deleteProperty(HTMLTableRowElement.prototype, "getBoundingClientRect");
  vi.unstubAllGlobals();
});
