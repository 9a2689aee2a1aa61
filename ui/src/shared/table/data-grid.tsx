// The rows of a long list of tickets, each drawn once and then again only when it changed: neither the program's next answer nor a scrolled
// line costs more than the rows that are new. Who moves through it by keyboard and what is in sight is for those who use it.
import { Empty, Skeleton, theme } from "antd";
import { memo, type CSSProperties, type HTMLAttributes, type MouseEvent, type ReactNode } from "react";
import { useMinute } from "../../api/now";
import { isEnterKey } from "../keyboard/key-events";
import { isRowPress, findRowKey } from "./row-navigation";

export interface GridColumn<T> {
  key: string;
  title: ReactNode;
  /** What the head is called where its title is more than that. */
  label?: string;
  width?: string;
  ellipsis?: boolean;
  className?: string;
  render: (value: unknown, row: T) => ReactNode;
}

/** Boxes before the rows. */
export interface GridPicking<T> {
  picked: ReadonlySet<number>;
  /** Over all of them. */
  head: ReactNode;
  label: (row: T) => string;
  turn: (row: T, event: MouseEvent) => void;
}

interface Props<T> extends Pick<HTMLAttributes<HTMLTableSectionElement>, "onKeyDown"> {
  columns: readonly GridColumn<T>[];
  rows: readonly T[];
  name: (row: T) => string;
  open: (row: T) => void;
  /** The one that is the stop of the keyboard. */
  stop: number | null;
  picking?: GridPicking<T> | undefined;
  pending?: boolean;
  empty: ReactNode;
  /** Where only some of all rows stand: what the others take, and how many there are; -1 where nobody knows. */
  within?: { label: string; before: number; above: number; below: number; count: number };
}

const gap = (height: number) =>
  height > 0 && (
    <tr aria-hidden className="endless-gap" style={{ height }}>
      <td />
    </tr>
  );

export function DataGrid<T extends { id: number }>({ columns, rows, name, open, stop, picking, pending, empty, within, onKeyDown }: Props<T>) {
  const { token } = theme.useToken();
  const minute = useMinute();
  const wide = columns.length + (picking ? 1 : 0);
  const of = (target: EventTarget) => {
    const key = findRowKey(target as HTMLElement);
    return rows.find(({ id }) => String(id) === key);
  };
  const press = (event: MouseEvent) => {
    const target = event.target as HTMLElement;
    const row = of(target);
    if (!row) return;
    if (target.matches("input.pick")) picking?.turn(row, event);
    // Beside a box one means the box.
    else if (isRowPress(target, "a, button, td.pick")) open(row);
  };
  return (
    <table
      className="grid"
      style={{ "--grid-head": token.Table?.headerBg, "--row-room": `${token.Table?.cellPaddingBlockSM ?? 7}px` } as CSSProperties}
      {...(within && { role: "grid", "aria-label": within.label, "aria-rowcount": within.count })}
    >
      <colgroup>
        {picking && <col style={{ width: 40 }} />}
        {columns.map(({ key, width }) => (
          <col key={key} style={{ width }} />
        ))}
      </colgroup>
      <thead>
        <tr>
          {picking && <th className="pick">{picking.head}</th>}
          {columns.map(({ key, title, label, className }) => (
            <th key={key} className={className} aria-label={label} scope="col">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody
        onClick={press}
        onKeyDown={(event) => {
          const row = (event.target as HTMLElement).matches("tr.row-link") && isEnterKey(event) && of(event.target);
          if (row) open(row);
          else onKeyDown?.(event);
        }}
      >
        {gap(within?.above ?? 0)}
        {rows.map((row, place) => (
          <Row
            key={row.id}
            row={row}
            columns={columns as readonly GridColumn<{ id: number }>[]}
            label={name(row)}
            index={within && within.before + place + 2}
            stop={row.id === stop}
            minute={minute}
            picked={picking?.picked.has(row.id)}
            pick={picking?.label(row)}
          />
        ))}
        {gap(within?.below ?? 0)}
        {rows.length === 0 && (
          <tr>
            <td colSpan={wide} className="grid-empty">
              {pending ? <Skeleton active /> : typeof empty === "string" ? <Empty description={empty} /> : empty}
            </td>
          </tr>
        )}
      </tbody>
    </table>
  );
}

interface RowProps {
  row: { id: number };
  columns: readonly GridColumn<{ id: number }>[];
  label: string;
  index: number | undefined;
  stop: boolean;
  /** What is late, and which day is today, changes without the row. */
  minute: number;
  picked: boolean | undefined;
  pick: string | undefined;
}

const Row = memo(function Row({ row, columns, label, index, stop, picked, pick }: RowProps) {
  return (
    <tr data-row-key={row.id} className={picked ? "row-link picked" : "row-link"} tabIndex={stop ? 0 : -1} aria-label={label} aria-rowindex={index} aria-selected={picked}>
      {pick !== undefined && (
        <td className="pick">
          <input type="checkbox" className="pick" aria-label={pick} checked={picked} readOnly tabIndex={-1} />
        </td>
      )}
      {columns.map(({ key, className, ellipsis, render }) => {
        const shown = render(undefined, row);
        return (
          <td key={key} className={ellipsis ? `cut ${className ?? ""}` : className} title={ellipsis && typeof shown === "string" ? shown : undefined}>
            {shown}
          </td>
        );
      })}
    </tr>
  );
});
