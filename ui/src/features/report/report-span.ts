// 报告期: months, quarters, halves and years as the program names them: `2026-10`, `2026-Q3`, `2026-H1`, `2026`.
import type { SpanKind } from "../../gen/wire";

const QUARTERS = ["一", "二", "三", "四"];

/** `2026年10月`, `2026年第三季度`, `2026年上半年`, `2026年`. */
export function formatReportSpan(span: string): string {
  const [year, part] = span.split("-");
  if (part === undefined) return `${year}年`;
  if (part.startsWith("Q")) return `${year}年第${QUARTERS[Number(part.slice(1)) - 1]}季度`;
  if (part.startsWith("H")) return `${year}年${part === "H1" ? "上" : "下"}半年`;
  return `${year}年${Number(part)}月`;
}

/** The span of a kind that a month lies in. */
export function findReportSpan(month: string, kind: SpanKind): string {
  const year = month.slice(0, 4);
  const number = Number(month.slice(5));
  switch (kind) {
    case "month":
      return month;
    case "quarter":
      return `${year}-Q${Math.ceil(number / 3)}`;
    case "half":
      return `${year}-H${Math.ceil(number / 6)}`;
    case "year":
      return year;
  }
}

/** The spans of a kind that the months lie in, in their order. */
export const listReportSpans = (months: string[], kind: SpanKind): string[] => [...new Set(months.map((month) => findReportSpan(month, kind)))];
