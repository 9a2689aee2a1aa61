// Results as a form holds them: a value for each parameter that was measured, and back.
import type { EnteredValue, WaterResults, StepKind, TicketView, MeasuredValue } from "../../gen/wire";
import { words } from "../../gen/words";
import { combineVerdicts, formatValue } from "../common/value-text";

/** A column out of a sheet, one value a line; of several columns the last holds the values. */
export function parsePastedColumn(text: string): string[] {
  const lines = text.replace(/\r/g, "").replace(/\n$/, "").split("\n");
  return lines.map((line) => line.split("\t").at(-1)?.trim() ?? "");
}

/** What of a column goes where, from the given place on. An empty cell leaves what was typed; `over`: values for which
 *  there is no parameter left. */
export function spreadColumn(column: readonly string[], codes: readonly string[], from: number): { filled: [string, string][]; over: number } {
  const room = codes.slice(from);
  const filled = room.flatMap((code, place): [string, string][] => (column[place] ? [[code, column[place]]] : []));
  return { filled, over: column.slice(room.length).filter(Boolean).length };
}

/** A value as it is typed. */
export function toTypedValue(value: MeasuredValue): string {
  return value.is === "below" ? `<${value.amount}` : formatValue(value);
}

/** What a form begins with when results are replaced. */
export function toTypedResults(results: WaterResults): Record<string, string> {
  return Object.fromEntries(results.values.map(({ parameter, value }) => [parameter.code, toTypedValue(value)]));
}

/** What is sent: only what was filled in, each with its parameter's own unit. */
export function toEnteredResults(values: Record<string, string | undefined>, units: Record<string, string>): EnteredValue[] {
  return Object.entries(values)
    .filter(([, value]) => (value ?? "").trim() !== "")
    .map(([parameter, value]) => ({ parameter, value: (value ?? "").trim(), unit: units[parameter] ?? "" }));
}

/** The verdict as soon as results are entered: `，结论：不合格（铁）`. */
export function describeResults(step: StepKind, { ticket: { case: found } }: TicketView): string {
  const last = found.kind === "water_quality" ? found.results.at(-1)?.details.values : undefined;
  if (step !== "enter_results" || !last) return "";
  const failed = last.filter((one) => one.verdict === "fail").map((one) => one.parameter.zh);
  const named = failed.length > 0 ? `（${failed.join("、")}）` : "";
  return `，结论：${words.WaterVerdict[combineVerdicts(last.map((one) => one.verdict))]}${named}`;
}
