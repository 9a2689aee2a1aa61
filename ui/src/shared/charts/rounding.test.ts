import { expect, it } from "vitest";
import { formatHours, roundPercent, formatPercent } from "./rounding";

/** With whole numbers alone. */
const tenths = (over: number, under: number) => {
  const steps = (BigInt(over) * 2n + BigInt(under)) / (BigInt(under) * 2n);
  return `${steps / 10n}.${steps % 10n}`;
};

it("rounds every share of up to 400 as the report does", () => {
  const other: string[] = [];
  for (let under = 1; under <= 400; under += 1) {
    for (let over = 0; over <= under; over += 1) if (formatPercent(over, under) !== `${tenths(over * 1000, under)}%`) other.push(`${over} ÷ ${under}`);
  }
  expect(other).toEqual([]);
});

it("rounds hours as the report does", () => {
  const minutes = Array.from({ length: 2000 }, (_, minute) => minute);
  expect(minutes.filter((minute) => formatHours(minute) !== tenths(minute * 10, 60))).toEqual([]);
});

it("knows nothing where nothing was counted", () => {
  expect([roundPercent(0, 4), roundPercent(0, 0), formatPercent(0, 0)]).toEqual([0, null, "无数据"]);
});
