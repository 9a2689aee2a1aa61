// Which columns somebody sees, in which order and how wide; kept for the person, one choice for each of their views.
import { useCallback, useMemo } from "react";
import { useKept } from "../../call/kept";
import type { ListColumn } from "../../gen/wire";
import { words } from "../../gen/words";
import { USUAL } from "../columns";

interface Kept {
  /** By the key of the view; "" for all that are no saved view. */
  shown?: Record<string, ListColumn[]>;
  /** In letters. */
  widths?: Partial<Record<ListColumn, number>>;
}

/** A column that is too narrow shows nothing, one that is too wide hides the others. */
export const NARROWEST = 3;
export const WIDEST = 60;

export const width = (letters: number) => Math.round(Math.max(NARROWEST, Math.min(WIDEST, letters)) * 10) / 10;

/** As far as the program knows them, each once; a ticket without its number leads nowhere. */
export function sound(columns: readonly string[] | undefined): ListColumn[] | null {
  if (!columns) return null;
  const known = [...new Set(columns)].filter((one): one is ListColumn => one in words.ListColumn);
  if (known.length === 0) return null;
  return known.includes("number") ? known : ["number", ...known];
}

export interface Layout {
  shown: ListColumn[];
  widths: Partial<Record<ListColumn, number>>;
  /** Whether anything was chosen here. */
  own: boolean;
}

const NOTHING: Kept = {};

/** Of one view, which may bring its columns. */
export function layoutOf(kept: Kept, view: string, brought: readonly ListColumn[]): Layout {
  const chosen = sound(kept.shown?.[view]);
  const shown = chosen ?? sound(brought.length > 0 ? brought : undefined) ?? sound(kept.shown?.[""]) ?? [...USUAL];
  return { shown, widths: kept.widths ?? {}, own: chosen !== null || Object.keys(kept.widths ?? {}).length > 0 };
}

/** With other columns for a view; as in the beginning without. */
export function arranged(kept: Kept, view: string, columns: readonly ListColumn[] | null): Kept {
  const { [view]: before, ...others } = kept.shown ?? {};
  void before;
  return columns === null ? { shown: others } : { ...kept, shown: { ...others, [view]: [...columns] } };
}

/** From the width it was given to another; it has none of its own in the beginning. */
export type Change = (own: number | undefined) => number;

export const resized = (kept: Kept, column: ListColumn, change: Change): Kept => ({ ...kept, widths: { ...kept.widths, [column]: width(change(kept.widths?.[column])) } });

export function useLayout(view: string, brought: readonly ListColumn[]) {
  const [kept, put] = useKept<Kept>("columns", NOTHING);
  return {
    layout: useMemo(() => layoutOf(kept, view, brought), [kept, view, brought]),
    /** `null`: as in the beginning, the widths too. */
    arrange: (columns: readonly ListColumn[] | null) => put((now) => arranged(now, view, columns)),
    resize: useCallback((column: ListColumn, change: Change) => put((now) => resized(now, column, change)), [put]),
  };
}
