// Which rows of a long list are drawn: those in sight and some beside them, so that a list of any length costs as much as a short one.

/** Rows drawn before and after those in sight. */
const BESIDE = 12;
/** The span moves by so many rows at once: not every scrolled line draws again. */
const STEP = 6;

export interface RowViewport {
  /** How far it is scrolled. */
  top: number;
  /** How high what is seen is. */
  height: number;
  /** How high a row is. */
  row: number;
}

/** From which row to before which. */
export function computeRowRange({ top, height, row }: RowViewport, rows: number): { from: number; to: number } {
  const first = Math.floor(Math.max(0, top) / row) - BESIDE;
  const last = Math.ceil((Math.max(0, top) + height) / row) + BESIDE;
  const to = Math.min(rows, Math.ceil(last / STEP) * STEP);
  return { from: Math.max(0, Math.min(Math.floor(first / STEP) * STEP, to)), to };
}

/** How far to scroll so that a row is seen whole below the heads of the columns; the list stays where it is if it is. */
export function computeScrollTop({ top, height, row }: RowViewport, at: number, head: number): number {
  const begins = at * row;
  if (begins < top) return begins;
  const most = height - head - row;
  return begins > top + most ? begins - Math.max(0, most) : top;
}

/** Where a key leads from a row. */
export function moveIndex(key: string, at: number, rows: number, page: number): number | null {
  const to = { ArrowUp: at - 1, ArrowDown: at + 1, PageUp: at - page, PageDown: at + page, Home: 0, End: rows - 1 }[key];
  return to === undefined || rows === 0 ? null : Math.max(0, Math.min(rows - 1, to));
}
