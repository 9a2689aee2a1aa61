import { expect, it } from "vitest";
import { findReportSpan, formatReportSpan, listReportSpans } from "./report-span";

it("says spans as people do", () => {
  expect(["2026-10", "2026-Q3", "2026-H1", "2026-H2", "2026"].map(formatReportSpan)).toEqual([
    "2026年10月",
    "2026年第三季度",
    "2026年上半年",
    "2026年下半年",
    "2026年",
  ]);
});

it("finds the span around a month", () => {
  expect(findReportSpan("2026-06", "half")).toBe("2026-H1");
  expect(findReportSpan("2026-07", "half")).toBe("2026-H2");
  expect(findReportSpan("2026-03", "quarter")).toBe("2026-Q1");
  expect(findReportSpan("2026-12", "year")).toBe("2026");
  expect(findReportSpan("2026-12", "month")).toBe("2026-12");
});

it("names every span once, in the order of the months", () => {
  expect(listReportSpans(["2026-11", "2026-10", "2026-09", "2025-12"], "quarter")).toEqual(["2026-Q4", "2026-Q3", "2025-Q4"]);
});
