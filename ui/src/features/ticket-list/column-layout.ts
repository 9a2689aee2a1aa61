// Which columns somebody sees, in which order and how wide; kept for the person, one choice for each of their views.
import { useCallback, useMemo } from "react";
import { useUserData } from "../../shared/drafts/user-data";
import type { TicketColumn } from "../../gen/wire";
import { words } from "../../gen/words";
import { DEFAULT_COLUMNS } from "./columns";

interface Kept {
  /** By the key of the view; "" for all that are no saved view. */
  shown?: Record<string, TicketColumn[]>;
  /** In letters. */
  widths?: Partial<Record<TicketColumn, number>>;
}

/** A column that is too narrow shows nothing, one that is too wide hides the others. */
export const MIN_COLUMN_WIDTH = 3;
export const MAX_COLUMN_WIDTH = 60;

export const clampColumnWidth = (letters: number) => Math.round(Math.max(MIN_COLUMN_WIDTH, Math.min(MAX_COLUMN_WIDTH, letters)) * 10) / 10;

/** As far as the program knows them, each once; a ticket without its number leads nowhere. */
export function sanitizeColumns(columns: readonly string[] | undefined): TicketColumn[] | null {
  if (!columns) return null;
  const known = [...new Set(columns)].filter((one): one is TicketColumn => one in words.TicketColumn);
  if (known.length === 0) return null;
  return known.includes("number") ? known : ["number", ...known];
}

export interface ColumnLayout {
  shown: TicketColumn[];
  widths: Partial<Record<TicketColumn, number>>;
  /** Whether anything was chosen here. */
  own: boolean;
}

const NOTHING: Kept = {};

/** Of one view, which may bring its columns. */
export function resolveColumnLayout(kept: Kept, view: string, brought: readonly TicketColumn[]): ColumnLayout {
  const chosen = sanitizeColumns(kept.shown?.[view]);
  const shown = chosen ?? sanitizeColumns(brought.length > 0 ? brought : undefined) ?? sanitizeColumns(kept.shown?.[""]) ?? [...DEFAULT_COLUMNS];
  return { shown, widths: kept.widths ?? {}, own: chosen !== null || Object.keys(kept.widths ?? {}).length > 0 };
}

/** With other columns for a view; as in the beginning without. */
export function arrangeColumns(kept: Kept, view: string, columns: readonly TicketColumn[] | null): Kept {
  const { [view]: before, ...others } = kept.shown ?? {};
  void before;
  return columns === null ? { shown: others } : { ...kept, shown: { ...others, [view]: [...columns] } };
}

/** From the width it was given to another; it has none of its own in the beginning. */
export type WidthChange = (own: number | undefined) => number;

export const resizeColumn = (kept: Kept, column: TicketColumn, change: WidthChange): Kept => ({ ...kept, widths: { ...kept.widths, [column]: clampColumnWidth(change(kept.widths?.[column])) } });

export function useColumnLayout(view: string, brought: readonly TicketColumn[]) {
  const [kept, put] = useUserData<Kept>("columns", NOTHING);
  return {
    layout: useMemo(() => resolveColumnLayout(kept, view, brought), [kept, view, brought]),
    /** `null`: as in the beginning, the widths too. */
    arrange: (columns: readonly TicketColumn[] | null) => put((now) => arrangeColumns(now, view, columns)),
    resize: useCallback((column: TicketColumn, change: WidthChange) => put((now) => resizeColumn(now, column, change)), [put]),
  };
}
