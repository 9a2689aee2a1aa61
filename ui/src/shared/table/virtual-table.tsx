// A list as long as there is anything: only the rows near what is seen are drawn, and more are read before its end comes near. One stop
// of the keyboard; ↑ ↓ Home End PageUp PageDown go through it, Enter opens, Space picks. It is where it was when one comes back to it.
// A real table, whose rows are cut out of all before they are drawn: antd's own `virtual` draws no rows a screen reader knows as such.
import { useMemo, useRef, type CSSProperties, type KeyboardEvent, type ReactNode } from "react";
import { FailureAlert, READ_FAILED_TEXT } from "../dialogs/refusal";
import { isComposingText } from "../keyboard/key-events";
import { DataGrid, type GridColumn, type GridPicking } from "./data-grid";
import type { PagedList } from "./paged-table";
import { useVirtualRows, type VirtualRow } from "./use-virtual-rows";

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
  /** What is shown below it. */
  foot?: ReactNode;
  className?: string;
  style?: CSSProperties;
}

export function VirtualTable<T extends VirtualRow>({ list, label, place, name, open, pick, picking, columns, empty, foot, className, style }: Props<T>) {
  const { rows, hasNextPage, fetchNextPage, error } = list;
  const frame = useRef<HTMLDivElement>(null);
  const { span, current, rememberRow, rememberPlace, moveFocus } = useVirtualRows(frame, list, place);

  const handleKey = (event: KeyboardEvent<HTMLDivElement>) => {
    const target = event.target as HTMLElement;
    const isOwn = target === frame.current || target.matches("tr.row-link");
    if (!isOwn || isComposingText(event) || event.altKey || event.shiftKey) return;
    const at = Math.max(0, rows.findIndex(({ id }) => id === current));
    const here = rows[at];
    if (!here || moveFocus(event, at)) return;
    if (event.key === " ") {
      event.preventDefault();
      pick?.(here);
    } else if (event.key === "Enter" && target === frame.current) open(here);
  };

  const { begin, end, above, below } = span;
  const shown = useMemo(() => rows.slice(begin, end), [rows, begin, end]);
  const stop = rows.some(({ id }) => id === current) ? current : (rows[0]?.id ?? null);
  // Without its stop among the drawn rows, the frame itself is the stop.
  const isStopDrawn = shown.some(({ id }) => id === stop);
  const within = { label, before: begin, above, below, count: hasNextPage ? -1 : rows.length + 1 };
  return (
    <>
      {error && <FailureAlert error={error} again={() => void (rows.length > 0 && hasNextPage ? fetchNextPage() : list.refetch())} />}
      <div
        ref={frame}
        className={`endless ${className ?? ""}`}
        style={style}
        tabIndex={isStopDrawn ? -1 : 0}
        role="group"
        aria-label={label}
        onScroll={() => rememberPlace()}
        onKeyDown={handleKey}
        onFocus={({ target }) => {
          const key = target.matches("tr.row-link") ? target.getAttribute("data-row-key") : null;
          if (key !== null && Number(key) !== current) rememberRow(Number(key));
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
