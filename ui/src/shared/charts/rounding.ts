// Figures as the program prints them: from whole numbers, rounded once, a half away from zero (`domain/report/value.rs`). What is
// divided first and multiplied afterwards may fall below a half that it is.

/** Tenths of a per cent: 96.3 of 26 of 27; none where nothing was counted. */
export const roundPercent = (numerator: number, denominator: number): number | null =>
  denominator === 0 ? null : Math.round((numerator * 1000) / denominator) / 10;

/** `96.3%` */
export function formatPercent(numerator: number, denominator: number): string {
  const part = roundPercent(numerator, denominator);
  return part === null ? "无数据" : `${part.toFixed(1)}%`;
}

/** Tenths of an hour: `1.6`. */
export const formatHours = (minutes: number): string => (Math.round(minutes / 6) / 10).toFixed(1);
