// The chosen columns as the table takes them.
import { useMemo, type CSSProperties } from "react";
import type { TicketColumn, TicketRow } from "../../gen/wire";
import { words } from "../../gen/words";
import type { GridColumn } from "../../shared/table/data-grid";
import { buildTicketColumn, FLEXIBLE_COLUMNS, COLUMN_WIDTHS } from "./columns";
import { ResizableHead } from "./resizable-head";
import type { WidthChange, ColumnLayout } from "./column-layout";

export function useTicketColumns({ shown, widths }: ColumnLayout, resize: (column: TicketColumn, change: WidthChange) => void): GridColumn<TicketRow>[] {
  return useMemo(
    () =>
      shown.map((key) => {
        const own = widths[key];
        return {
          ...buildTicketColumn(key),
          ...(own === undefined ? {} : { width: `${own}em` }),
          title: <ResizableHead title={words.TicketColumn[key]} letters={own ?? COLUMN_WIDTHS[key]} resize={(change) => resize(key, change)} />,
          label: words.TicketColumn[key],
        };
      }),
    [shown, widths, resize],
  );
}

/** How wide the table is: what its columns need, and the whole room where one of them takes what is left. */
export function computeTableRoom({ shown, widths }: ColumnLayout, picks: boolean): CSSProperties {
  const letters = shown.reduce((sum, key) => sum + (widths[key] ?? COLUMN_WIDTHS[key]), 0);
  const least = `calc(${letters.toFixed(1)}em + ${picks ? 40 : 0}px)`;
  const grows = shown.some((key) => FLEXIBLE_COLUMNS.includes(key) && widths[key] === undefined);
  return { "--list-least": least, "--list-wide": grows ? "100%" : least } as CSSProperties;
}
