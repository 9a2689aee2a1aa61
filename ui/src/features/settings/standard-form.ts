// The standard's table as a form holds it, and back.
import type { ParameterLimit, WaterStandard } from "../../gen/wire";

interface TypedParameter {
  code: string;
  zh: string;
  unit: string;
  kind: "most" | "range" | "absent";
  least: string;
  most: string;
}

export interface StandardFormValues {
  source: string;
  edition: string;
  confirmed_by: string;
  parameters: TypedParameter[];
}

export function toStandardFormValues({ source, edition, confirmed_by, parameters }: WaterStandard): StandardFormValues {
  return {
    source,
    edition,
    confirmed_by,
    parameters: parameters.map(({ code, zh, unit, limit }) => ({
      code,
      zh,
      unit,
      kind: limit.is,
      least: limit.is === "range" ? limit.least : "",
      most: limit.is === "absent" ? "" : limit.most,
    })),
  };
}

function limit({ kind, least, most }: TypedParameter): ParameterLimit {
  if (kind === "absent") return { is: "absent" };
  return kind === "range" ? { is: "range", least: least.trim(), most: most.trim() } : { is: "most", most: most.trim() };
}

/** A parameter that is new gets a code of its own; nobody sees it. */
function fresh(taken: readonly string[]): string {
  let n = taken.length + 1;
  while (taken.includes(`own_${n}`)) n += 1;
  return `own_${n}`;
}

export function toStandard({ source, edition, confirmed_by, parameters }: StandardFormValues): WaterStandard {
  const codes = parameters.map(({ code }) => code).filter(Boolean);
  return {
    source: source.trim(),
    edition: edition.trim(),
    confirmed_by: confirmed_by?.trim() ?? "",
    parameters: parameters.map((one) => {
      const code = one.code || fresh(codes);
      if (!one.code) codes.push(code);
      return { code, zh: one.zh.trim(), unit: one.unit?.trim() ?? "", limit: limit(one) };
    }),
  };
}
