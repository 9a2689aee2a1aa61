// Where a key leads in a list. Which rows of a long list are drawn is for @tanstack/react-virtual: use-virtual-rows.ts.

/** The index that a key leads to from the index `at`; `null` for a key that leads to none. */
export function moveIndex(key: string, at: number, rows: number, page: number): number | null {
  const to = { ArrowUp: at - 1, ArrowDown: at + 1, PageUp: at - page, PageDown: at + page, Home: 0, End: rows - 1 }[key];
  return to === undefined || rows === 0 ? null : Math.max(0, Math.min(rows - 1, to));
}
