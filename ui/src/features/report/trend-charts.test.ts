import { expect, it } from "vitest";
import { formatCountFigure, formatRateFigure } from "./trend-charts";

it("says a part of a hundred with what it was made of, and nothing where nothing was counted", () => {
  expect(formatRateFigure({ numerator: 24, denominator: 25 })).toBe("96.0%（24 ÷ 25）");
  expect(formatRateFigure({ numerator: 2, denominator: 3 })).toBe("66.7%（2 ÷ 3）");
  expect(formatRateFigure({ numerator: 0, denominator: 0 })).toBe("无数据");
  expect([formatRateFigure(null), formatCountFigure(null), formatCountFigure({ numerator: 0, denominator: 0 })]).toEqual(["无数据", "无数据", "0 件"]);
});
