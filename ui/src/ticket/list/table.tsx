// The chosen columns as the table takes them.
import { useMemo, type CSSProperties } from "react";
import type { ListColumn, TicketRow } from "../../gen/wire";
import { words } from "../../gen/words";
import type { Column } from "../../part/grid";
import { column, WIDE, WIDTH } from "../columns";
import { Head } from "./edge";
import type { Change, Layout } from "./layout";

export function useColumns({ shown, widths }: Layout, resize: (column: ListColumn, change: Change) => void): Column<TicketRow>[] {
  return useMemo(
    () =>
      shown.map((key) => {
        const own = widths[key];
        return {
          ...column(key),
          ...(own === undefined ? {} : { width: `${own}em` }),
          title: <Head title={words.ListColumn[key]} letters={own ?? WIDTH[key]} resize={(change) => resize(key, change)} />,
          label: words.ListColumn[key],
        };
      }),
    [shown, widths, resize],
  );
}

/** How wide the table is: what its columns need, and the whole room where one of them takes what is left. */
export function roomOf({ shown, widths }: Layout, picks: boolean): CSSProperties {
  const letters = shown.reduce((sum, key) => sum + (widths[key] ?? WIDTH[key]), 0);
  const least = `calc(${letters.toFixed(1)}em + ${picks ? 40 : 0}px)`;
  const grows = shown.some((key) => WIDE.includes(key) && widths[key] === undefined);
  return { "--list-least": least, "--list-wide": grows ? "100%" : least } as CSSProperties;
}
