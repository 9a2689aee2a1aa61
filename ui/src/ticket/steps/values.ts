// Values of a water test as they are typed: by code of their parameter, each in the unit shown beside it.
import type { Entered, Parameter, Value } from "../../gen/wire";

/** What is typed for a value. */
export function valueTyped(value: Value): string {
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

type Typed = Record<string, string | undefined>;

/** What is sent: only what was filled in, each with the unit it was typed in. */
export function enteredOf(values: Typed | undefined, units: Typed | undefined): Entered[] {
  return Object.entries(values ?? {})
    .map(([parameter, value]) => ({ parameter, value: value?.trim() ?? "", unit: units?.[parameter] ?? "" }))
    .filter(({ value }) => value !== "");
}

/** What was noticed or not: words for parameters that must be absent, those of the senses have no unit. */
export function absentWords({ unit }: Pick<Parameter, "unit">): [none: string, present: string] {
  return unit === "" ? ["无", "有"] : ["未检出", "检出"];
}

export interface Pasted {
  values: Record<string, string>;
  /** How many lines found no row any more. */
  left: number;
}

/** A column copied out of a sheet, filled downwards from the row it was pasted in; `null` if it is a single value. An
 *  empty cell leaves its row as it is. */
export function pasteColumn(text: string, codes: readonly string[], from: number): Pasted | null {
  const lines = text.replace(/(\r?\n)+$/, "").split(/\r?\n/);
  if (lines.length < 2) return null;
  const values: Record<string, string> = {};
  let left = 0;
  lines.forEach((line, index) => {
    const value = (line.split("\t")[0] ?? "").trim();
    const code = codes[from + index];
    if (value === "") return;
    if (code === undefined) left += 1;
    else values[code] = value;
  });
  return { values, left };
}
