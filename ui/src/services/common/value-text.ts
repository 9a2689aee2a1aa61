// What a leak search and a water test came to, as it is printed.
import type { LeakFinding, LeakDetectionCase, ParameterLimit, MeasuredValue, WaterVerdict } from "../../gen/wire";

export function formatLimit(limit: ParameterLimit): string {
  switch (limit.is) {
    case "most":
      return `≤ ${limit.most}`;
    case "range":
      return `${limit.least}～${limit.most}`;
    case "absent":
      return "不得检出";
  }
}

export function formatValue(value: MeasuredValue): string {
  switch (value.is) {
    case "number":
      return value.amount;
    case "below":
      return `＜${value.amount}`;
    case "none":
      return "未检出";
    case "present":
      return "检出";
  }
}

/** What the search for a leak came to: as the departments concluded, else as the last search found. */
export function findFinding({ conclusion, searches }: LeakDetectionCase): LeakFinding | undefined {
  return conclusion?.details.finding ?? searches.at(-1)?.details.finding;
}

/** The verdict on the sample: failed if one value fails, passed if all pass. */
export function combineVerdicts(verdicts: readonly WaterVerdict[]): WaterVerdict {
  if (verdicts.includes("fail")) return "fail";
  return verdicts.every((verdict) => verdict === "pass") ? "pass" : "undecided";
}
