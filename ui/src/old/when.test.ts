import { expect, it } from "vitest";
import { when } from "./when";

it("tells the day alone where nobody knows the hour", () => {
  expect(when(Date.parse("2023-05-06T08:30:00+08:00"))).toBe("2023-05-06 08:30");
  expect(when(Date.parse("2023-05-06T00:00:00+08:00"))).toBe("2023-05-06");
  // Summer time in Shanghai.
  expect(when(Date.parse("1988-07-01T00:00:00+09:00"))).toBe("1988-07-01");
});
