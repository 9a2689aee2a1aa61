import { expect, test } from "vitest";
import type { WaterStandard } from "../../gen/wire";
import { toStandard, toStandardFormValues } from "./standard-form";

const standard: WaterStandard = {
  source: "GB 5749-2022",
  edition: "2022",
  confirmed_by: "",
  parameters: [
    { code: "iron", zh: "铁", unit: "mg/L", limit: { is: "most", most: "0.3" } },
    { code: "ph", zh: "pH", unit: "", limit: { is: "range", least: "6.5", most: "8.5" } },
    { code: "odour", zh: "臭和味", unit: "", limit: { is: "absent" } },
  ],
};

test("the table goes into its form and comes back the same", () => {
  expect(toStandard(toStandardFormValues(standard))).toEqual(standard);
});

test("new parameters get codes of their own", () => {
  const typed = toStandardFormValues(standard);
  const own = { code: "", zh: "钠", unit: "mg/L", kind: "most" as const, least: "", most: "200" };
  const codes = toStandard({ ...typed, parameters: [...typed.parameters, own, own] }).parameters.map(({ code }) => code);
  expect(new Set(codes).size).toBe(5);
});
