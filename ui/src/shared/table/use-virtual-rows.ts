// Which rows of a virtual list are drawn, which one has the focus, and where each list was left. How it looks is in virtual-table.tsx.
import { useCallback, useEffect, useLayoutEffect, useRef, useState, type KeyboardEvent, type RefObject } from "react";
import { useNavigationType } from "react-router";
import type { PagedList } from "./paged-table";
import { computeRowRange, computeScrollTop, moveIndex, type RowViewport } from "./row-window";

export interface VirtualRow {
  id: number;
}

/** Further rows are read when fewer than this are left. */
const AHEAD = 40;
/** Before anything is measured. */
const BLANK: RowViewport = { top: 0, height: 600, row: 38 };

interface ListPlace extends RowViewport {
  current: number | null;
}

/** Where each list was left, by its address. */
const places = new Map<string, ListPlace>();

type FrameRef = RefObject<HTMLDivElement | null>;

function measureViewport(frame: HTMLDivElement | null): RowViewport {
  const one = frame?.querySelector("tr.row-link");
  return { top: frame?.scrollTop ?? 0, height: frame?.clientHeight || BLANK.height, row: one?.getBoundingClientRect().height || BLANK.row };
}

/** The rows near the viewport. `drawVisibleRows` measures again: after a scroll, a resize, a move of the focus. */
function useRowSpan<T extends VirtualRow>(frameRef: FrameRef, rows: readonly T[], place: string, start: ListPlace) {
  const [{ from, to, row }, setSpan] = useState(() => ({ ...computeRowRange(start, rows.length), row: start.row }));
  const drawVisibleRows = useCallback(() => {
    const sight = measureViewport(frameRef.current);
    places.set(place, { ...sight, current: places.get(place)?.current ?? null });
    const next = { ...computeRowRange(sight, rows.length), row: sight.row };
    setSpan((was) => (was.from === next.from && was.to === next.to && was.row === next.row ? was : next));
    // The focus must not be lost with a row that is drawn no longer.
    const focused = document.activeElement?.closest("tr.row-link");
    const index = focused && frameRef.current?.contains(focused) ? rows.findIndex(({ id }) => String(id) === focused.getAttribute("data-row-key")) : -1;
    if (index >= 0 && (index < next.from || index >= next.to)) frameRef.current?.focus({ preventScroll: true });
  }, [frameRef, place, rows]);

  useLayoutEffect(() => {
    if (frameRef.current) frameRef.current.scrollTop = start.top;
  }, [frameRef, start]);

  useEffect(() => {
    const at = frameRef.current;
    if (!at) return;
    const watch = new ResizeObserver(drawVisibleRows);
    watch.observe(at);
    const drawn = at.querySelector("table");
    if (drawn) watch.observe(drawn);
    return () => watch.disconnect();
  }, [frameRef, drawVisibleRows]);

  const last = Math.max(to, computeRowRange({ ...BLANK, row }, rows.length).to);
  const end = Math.min(rows.length, from < rows.length ? last : rows.length);
  return { begin: Math.min(from, end), end, row, drawVisibleRows };
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
  const [start] = useState<ListPlace>(() => (isBack && places.get(place)) || { ...BLANK, current: null });
  const [current, setCurrent] = useState(start.current);
  const { begin, end, row, drawVisibleRows } = useRowSpan(frameRef, rows, place, start);
  usePrefetchedPage(list, end);
  const focusWhenDrawn = useFocusWhenDrawn(frameRef, isBack ? start.current : null);
  const rememberRow = useCallback(
    (id: number) => {
      setCurrent(id);
      places.set(place, { ...measureViewport(frameRef.current), current: id });
    },
    [frameRef, place],
  );
  /** Moves the focus from a row; `false` where the key moves it nowhere. */
  const moveFocus = (event: KeyboardEvent, at: number): boolean => {
    const sight = measureViewport(frameRef.current);
    const head = frameRef.current?.querySelector("thead")?.clientHeight ?? 0;
    const to = moveIndex(event.key, at, rows.length, Math.max(1, Math.floor((sight.height - head) / sight.row) - 1));
    const id = to === null ? undefined : (rows[to] ?? rows[at])?.id;
    if (to === null || id === undefined) return false;
    event.preventDefault();
    if (frameRef.current) frameRef.current.scrollTop = computeScrollTop(sight, to, head);
    focusWhenDrawn(id);
    rememberRow(id);
    drawVisibleRows();
    return true;
  };
  return { begin, end, row, current, rememberRow, moveFocus, drawVisibleRows };
}
