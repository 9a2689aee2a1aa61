// Results as a form holds them: a value for each parameter that was measured, and back.
import type { Entered, Results, Value } from "../../gen/wire";

/** A column out of a sheet, one value a line; of several columns the last holds the values. */
export function pasted(text: string): string[] {
  const lines = text.replace(/\r/g, "").replace(/\n$/, "").split("\n");
  return lines.map((line) => line.split("\t").at(-1)?.trim() ?? "");
}

/** A value as it is typed. */
export function typedValue(value: Value): string {
  switch (value.is) {
    case "number":
      return value.amount;
    case "below":
      return `<${value.amount}`;
    case "none":
      return "未检出";
    case "present":
      return "检出";
  }
}

/** What a form begins with when results are replaced. */
export function typedResults(results: Results): Record<string, string> {
  return Object.fromEntries(results.values.map(({ parameter, value }) => [parameter.code, typedValue(value)]));
}

/** What is sent: only what was filled in, each with its parameter's own unit. */
export function entered(values: Record<string, string | undefined>, units: Record<string, string>): Entered[] {
  return Object.entries(values)
    .filter(([, value]) => (value ?? "").trim() !== "")
    .map(([parameter, value]) => ({ parameter, value: (value ?? "").trim(), unit: units[parameter] ?? "" }));
}
