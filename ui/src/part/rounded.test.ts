import { expect, it } from "vitest";
import { hours, percent, percentText } from "./rounded";

/** With whole numbers alone. */
const tenths = (over: number, under: number) => {
  const steps = (BigInt(over) * 2n + BigInt(under)) / (BigInt(under) * 2n);
  return `${steps / 10n}.${steps % 10n}`;
};

it("rounds every share of up to 500 as the report does", () => {
  for (let under = 1; under <= 500; under += 1) {
    for (let over = 0; over <= under; over += 1) expect(percentText(over, under)).toBe(`${tenths(over * 1000, under)}%`);
  }
});

it("rounds hours as the report does", () => {
  for (let minutes = 0; minutes <= 2000; minutes += 1) expect(hours(minutes)).toBe(tenths(minutes * 10, 60));
});

it("knows nothing where nothing was counted", () => {
  expect([percent(0, 4), percent(0, 0), percentText(0, 0)]).toEqual([0, null, "无数据"]);
});
