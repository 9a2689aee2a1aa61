// Which rows of a virtual list are drawn, which one has the focus, and where each list was left. The window of rows is computed by
// @tanstack/react-virtual; how the list looks is in virtual-table.tsx.
import { useVirtualizer, type Virtualizer } from "@tanstack/react-virtual";
import { useCallback, useEffect, useLayoutEffect, useRef, useState, type KeyboardEvent, type RefObject } from "react";
import { useNavigationType } from "react-router";
import { moveIndex } from "./move-index";
import type { PagedList } from "./paged-table";

export interface VirtualRow {
  id: number;
}

/** Further rows are read when fewer than this are left. */
const AHEAD = 40;
/** Rows drawn before and after those in sight. */
const OVERSCAN = 14;
/** The list is drawn again when it was scrolled by so many rows, fewer than `OVERSCAN`: not every scrolled line draws again. */
const STEP = 6;

interface ListPlace {
  /** The scroll offset, the height of the frame, and the height of a row, in pixels. */
  top: number;
  height: number;
  row: number;
  current: number | null;
}

/** Before anything is measured. */
const BLANK: ListPlace = { top: 0, height: 600, row: 38, current: null };

/** Where each list was left, by its address. */
const places = new Map<string, ListPlace>();

type FrameRef = RefObject<HTMLDivElement | null>;
type RowVirtualizer = Virtualizer<HTMLDivElement, Element>;

/** A frame without layout (jsdom, `display: none`) is taken to be as high as before it was measured. */
const readFrameHeight = (frame: HTMLDivElement | null) => frame?.clientHeight || BLANK.height;
const readHeadHeight = (frame: HTMLDivElement | null) => frame?.querySelector("thead")?.clientHeight ?? 0;

function findFocusedIndex(frame: HTMLDivElement | null, rows: readonly VirtualRow[]): number {
  const focused = document.activeElement?.closest("tr.row-link");
  return focused && frame?.contains(focused) ? rows.findIndex(({ id }) => String(id) === focused.getAttribute("data-row-key")) : -1;
}

/** The library's own observer reports 0 for a frame without layout, and then no row is drawn. */
function observeFrameHeight({ scrollElement: frame }: RowVirtualizer, report: (rect: { width: number; height: number }) => void) {
  if (!frame) return;
  const reportHeight = () => report({ width: frame.clientWidth, height: readFrameHeight(frame) });
  reportHeight();
  const observer = new ResizeObserver(reportHeight);
  observer.observe(frame);
  return () => observer.disconnect();
}

/** The library's own observer reports every scrolled pixel, and a list that scrolls or rests as two states: each is a redraw. */
function observeScrollSteps(virtualizer: RowVirtualizer, report: (offset: number, isScrolling: boolean) => void) {
  const { scrollElement: frame } = virtualizer;
  if (!frame) return;
  const reportStep = () => {
    const moved = Math.abs(frame.scrollTop - (virtualizer.scrollOffset ?? 0));
    if (moved >= STEP * virtualizer.options.estimateSize(0)) report(frame.scrollTop, false);
  };
  frame.addEventListener("scroll", reportStep, { passive: true });
  return () => frame.removeEventListener("scroll", reportStep);
}

/** Not by `scrollTo`, so that it holds at once. */
function writeScrollTop(offset: number, { adjustments = 0 }: { adjustments?: number }, { scrollElement: frame }: RowVirtualizer) {
  if (frame) frame.scrollTop = offset + adjustments;
}

/** The virtualizer of a list whose rows are equally high. `reportOffsetRef` gives it the exact offset, between two steps of scrolling. */
function useRowVirtualizer<T extends VirtualRow>(frameRef: FrameRef, rows: readonly T[], start: ListPlace) {
  const rowHeightRef = useRef(start.row);
  const reportOffsetRef = useRef<() => void>(undefined);
  // eslint-disable-next-line react-hooks/incompatible-library -- no React Compiler here: nothing memoizes what the virtualizer returns
  const virtualizer = useVirtualizer<HTMLDivElement, Element>({
    count: rows.length,
    getScrollElement: () => frameRef.current,
    estimateSize: () => rowHeightRef.current,
    overscan: OVERSCAN,
    initialRect: { width: 0, height: start.height },
    initialOffset: start.top,
    observeElementRect: observeFrameHeight,
    observeElementOffset: (instance, report) => {
      reportOffsetRef.current = () => report(instance.scrollElement?.scrollTop ?? 0, false);
      return observeScrollSteps(instance, report);
    },
    scrollToFn: writeScrollTop,
    useFlushSync: false,
    // The focus must not be lost with a row that is drawn no longer.
    onChange: (instance) => {
      const focused = findFocusedIndex(frameRef.current, rows);
      const items = instance.getVirtualItems();
      if (focused >= 0 && (focused < (items[0]?.index ?? 0) || focused > (items.at(-1)?.index ?? -1))) frameRef.current?.focus({ preventScroll: true });
    },
  });
  return { virtualizer, rowHeightRef, reportOffsetRef };
}

/** The rows near the viewport. `drawVisibleRows` measures again: after a resize, a move of the focus. */
function useRowSpan<T extends VirtualRow>(frameRef: FrameRef, rows: readonly T[], place: string, start: ListPlace) {
  const { virtualizer, rowHeightRef, reportOffsetRef } = useRowVirtualizer(frameRef, rows, start);
  const rememberPlace = useCallback(
    (current = places.get(place)?.current ?? null) => {
      const frame = frameRef.current;
      places.set(place, { top: frame?.scrollTop ?? 0, height: readFrameHeight(frame), row: rowHeightRef.current, current });
    },
    [frameRef, place, rowHeightRef],
  );
  const drawVisibleRows = useCallback(() => {
    const measured = frameRef.current?.querySelector("tr.row-link")?.getBoundingClientRect().height;
    if (measured && measured !== rowHeightRef.current) {
      rowHeightRef.current = measured;
      virtualizer.measure();
    }
    reportOffsetRef.current?.();
    rememberPlace();
  }, [frameRef, rowHeightRef, virtualizer, reportOffsetRef, rememberPlace]);

  useEffect(() => {
    const table = frameRef.current?.querySelector("table");
    if (!table) return;
    const observer = new ResizeObserver(drawVisibleRows);
    observer.observe(table);
    return () => observer.disconnect();
  }, [frameRef, drawVisibleRows]);

  /** Scrolls only as far as is needed for a row to be seen whole, below the heads of the columns. */
  const scrollToRow = (index: number) => {
    const frame = frameRef.current;
    reportOffsetRef.current?.();
    // Not `scrollToIndex`: it writes its target again for some frames, and would scroll against the mouse.
    virtualizer.setOptions({ ...virtualizer.options, scrollPaddingEnd: readHeadHeight(frame) });
    const target = virtualizer.getOffsetForIndex(index, "auto");
    if (frame && target) frame.scrollTop = target[0];
    drawVisibleRows();
  };
  const items = virtualizer.getVirtualItems();
  const [first, last] = [items[0], items.at(-1)];
  const span = { begin: first?.index ?? 0, end: last ? last.index + 1 : 0, above: first?.start ?? 0, below: virtualizer.getTotalSize() - (last?.end ?? 0) };
  return { span, rowHeightRef, rememberPlace, scrollToRow };
}

/** Reads the next page before the drawn rows reach the last one. */
function usePrefetchedPage<T>({ rows, hasNextPage, isFetchingNextPage, fetchNextPage, error }: PagedList<T>, end: number) {
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && !error && end > rows.length - AHEAD) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, error, end, rows.length, fetchNextPage]);
}

/** Focuses a row as soon as it is drawn: a row is drawn only after the list has scrolled to it. Returns the setter of that row. */
function useFocusWhenDrawn(frameRef: FrameRef, first: number | null) {
  const rowToFocus = useRef<number | null>(first);
  useLayoutEffect(() => {
    if (rowToFocus.current === null) return;
    const wanted = frameRef.current?.querySelector<HTMLElement>(`tr[data-row-key="${rowToFocus.current}"]`);
    if (!wanted) return;
    rowToFocus.current = null;
    wanted.focus({ preventScroll: true });
  });
  return (id: number) => {
    rowToFocus.current = id;
  };
}

/** `place`: the address of the list, under which its scroll position and row are restored on return. */
export function useVirtualRows<T extends VirtualRow>(frameRef: FrameRef, list: PagedList<T>, place: string) {
  const { rows } = list;
  const isBack = useNavigationType() === "POP";
  const [start] = useState<ListPlace>(() => (isBack && places.get(place)) || BLANK);
  const [current, setCurrent] = useState(start.current);
  const { span, rowHeightRef, rememberPlace, scrollToRow } = useRowSpan(frameRef, rows, place, start);
  usePrefetchedPage(list, span.end);
  const focusWhenDrawn = useFocusWhenDrawn(frameRef, isBack ? start.current : null);
  const rememberRow = useCallback(
    (id: number) => {
      setCurrent(id);
      rememberPlace(id);
    },
    [rememberPlace],
  );
  /** Moves the focus from a row; `false` where the key moves it nowhere. */
  const moveFocus = (event: KeyboardEvent, at: number): boolean => {
    const frame = frameRef.current;
    const page = Math.max(1, Math.floor((readFrameHeight(frame) - readHeadHeight(frame)) / rowHeightRef.current) - 1);
    const to = moveIndex(event.key, at, rows.length, page);
    const id = to === null ? undefined : (rows[to] ?? rows[at])?.id;
    if (to === null || id === undefined) return false;
    event.preventDefault();
    scrollToRow(to);
    focusWhenDrawn(id);
    rememberRow(id);
    return true;
  };
  return { span, current, rememberRow, rememberPlace, moveFocus };
}
