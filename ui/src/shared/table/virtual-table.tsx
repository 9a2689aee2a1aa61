// A list as long as there is anything: only the rows near what is seen are drawn, and more are read before its end comes near. One stop
// of the keyboard; ↑ ↓ Home End PageUp PageDown go through it, Enter opens, Space picks. It is where it was when one comes back to it.
// A real table, whose rows are cut out of all before they are drawn: antd's own `virtual` draws no rows a screen reader knows as such.
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState, type CSSProperties, type KeyboardEvent, type ReactNode } from "react";
import { useNavigationType } from "react-router";
import { DataGrid, type GridColumn, type GridPicking } from "./data-grid";
import { isComposingText } from "../keyboard/key-events";
import type { PagedList } from "./paged-table";
import { FailureAlert, READ_FAILED_TEXT } from "../dialogs/refusal";
import { moveIndex, computeScrollTop, computeRowRange, type RowViewport } from "./row-window";

/** Further rows are read when fewer than this are left. */
const AHEAD = 40;
/** Before anything is measured. */
const BLANK: RowViewport = { top: 0, height: 600, row: 38 };

interface Place extends RowViewport {
  current: number | null;
}

/** Where each list was left, by its address. */
const places = new Map<string, Place>();

interface Row {
  id: number;
}

interface Props<T> {
  columns: readonly GridColumn<T>[];
  list: PagedList<T>;
  label: string;
  /** How it is called, so that it is found again where it was. */
  place: string;
  name: (row: T) => string;
  open: (row: T) => void;
  /** What Space does. */
  pick?: (row: T) => void;
  picking?: GridPicking<T> | undefined;
  empty: string;
  /** What stands below it. */
  foot?: ReactNode;
  className?: string;
  style?: CSSProperties;
}

export function VirtualTable<T extends Row>({ list, label, place, name, open, pick, picking, columns, empty, foot, className, style }: Props<T>) {
  const { rows, hasNextPage, isFetchingNextPage, fetchNextPage, error } = list;
  const frame = useRef<HTMLDivElement>(null);
  const back = useNavigationType() === "POP";
  const [start] = useState<Place>(() => (back && places.get(place)) || { ...BLANK, current: null });
  const [current, setCurrent] = useState(start.current);
  const [{ from, to, row }, setSpan] = useState(() => ({ ...computeRowRange(start, rows.length), row: start.row }));
  const focusOn = useRef<number | null>(back ? start.current : null);
  const last = Math.max(to, computeRowRange({ ...BLANK, row }, rows.length).to);
  const end = Math.min(rows.length, from < rows.length ? last : rows.length);
  const begin = Math.min(from, end);

  const look = useCallback((): RowViewport => {
    const at = frame.current;
    const one = at?.querySelector("tr.row-link");
    return { top: at?.scrollTop ?? 0, height: at?.clientHeight || BLANK.height, row: one?.getBoundingClientRect().height || BLANK.row };
  }, []);

  /** Draws what is in sight now. */
  const settle = useCallback(() => {
    const sight = look();
    places.set(place, { ...sight, current: places.get(place)?.current ?? null });
    const next = { ...computeRowRange(sight, rows.length), row: sight.row };
    setSpan((was) => (was.from === next.from && was.to === next.to && was.row === next.row ? was : next));
    // The keyboard must not be lost with a row that is drawn no longer.
    const held = document.activeElement?.closest("tr.row-link");
    const index = held && frame.current?.contains(held) ? rows.findIndex(({ id }) => String(id) === held.getAttribute("data-row-key")) : -1;
    if (index >= 0 && (index < next.from || index >= next.to)) frame.current?.focus({ preventScroll: true });
  }, [look, place, rows]);

  useLayoutEffect(() => {
    if (frame.current) frame.current.scrollTop = start.top;
  }, [start]);

  useEffect(() => {
    const at = frame.current;
    if (!at) return;
    const watch = new ResizeObserver(settle);
    watch.observe(at);
    const drawn = at.querySelector("table");
    if (drawn) watch.observe(drawn);
    return () => watch.disconnect();
  }, [settle]);

  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && !error && end > rows.length - AHEAD) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, error, end, rows.length, fetchNextPage]);

  // A row the keyboard went to has it as soon as it is drawn.
  useLayoutEffect(() => {
    if (focusOn.current === null) return;
    const wanted = frame.current?.querySelector<HTMLElement>(`tr[data-row-key="${focusOn.current}"]`);
    if (!wanted) return;
    focusOn.current = null;
    wanted.focus({ preventScroll: true });
  });

  const remember = useCallback(
    (id: number) => {
      setCurrent(id);
      places.set(place, { ...look(), current: id });
    },
    [look, place],
  );

  const press = (event: KeyboardEvent<HTMLDivElement>) => {
    const target = event.target as HTMLElement;
    const own = target === frame.current || target.matches("tr.row-link");
    if (!own || isComposingText(event) || event.altKey || event.shiftKey) return;
    const at = Math.max(0, rows.findIndex(({ id }) => id === current));
    const here = rows[at];
    if (!here) return;
    const sight = look();
    const head = frame.current?.querySelector("thead")?.clientHeight ?? 0;
    const to = moveIndex(event.key, at, rows.length, Math.max(1, Math.floor((sight.height - head) / sight.row) - 1));
    if (to !== null) {
      event.preventDefault();
      const id = (rows[to] ?? here).id;
      if (frame.current) frame.current.scrollTop = computeScrollTop(sight, to, head);
      focusOn.current = id;
      remember(id);
      settle();
    } else if (event.key === " ") {
      event.preventDefault();
      pick?.(here);
    } else if (event.key === "Enter" && target === frame.current) open(here);
  };

  const shown = useMemo(() => rows.slice(begin, end), [rows, begin, end]);
  const stop = rows.some(({ id }) => id === current) ? current : (rows[0]?.id ?? null);
  // Within the drawn ones there is always one to begin with.
  const reached = shown.some(({ id }) => id === stop);
  const within = { label, before: begin, above: begin * row, below: (rows.length - end) * row, count: hasNextPage ? -1 : rows.length + 1 };
  return (
    <>
      {error && <FailureAlert error={error} again={() => void (rows.length > 0 && hasNextPage ? fetchNextPage() : list.refetch())} />}
      <div
        ref={frame}
        className={`endless ${className ?? ""}`}
        style={style}
        tabIndex={reached ? -1 : 0}
        role="group"
        aria-label={label}
        onScroll={settle}
        onKeyDown={press}
        onFocus={({ target }) => {
          const key = target.matches("tr.row-link") ? target.getAttribute("data-row-key") : null;
          if (key !== null && Number(key) !== current) remember(Number(key));
        }}
      >
        <DataGrid<T>
          columns={columns}
          rows={shown}
          name={name}
          open={open}
          stop={stop}
          picking={picking}
          pending={list.isPending}
          empty={list.error ? READ_FAILED_TEXT : empty}
          within={within}
        />
      </div>
      {foot}
    </>
  );
}
