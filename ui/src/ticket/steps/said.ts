// What is said when a step has been taken. Where the program has judged something, its verdict is said with it.
import type { Step, TicketView } from "../../gen/wire";
import { words } from "../../gen/words";
import { overall } from "../facts/value";

export function said(step: Step, { ticket }: TicketView): string {
  const done = `已登记：${words.Step[step]}`;
  const results = step === "enter_results" && ticket.case.kind === "water_quality" ? ticket.case.results.at(-1)?.details : undefined;
  if (!results) return done;
  const failed = results.values.filter(({ verdict }) => verdict === "fail").map(({ parameter }) => parameter.zh);
  const verdict = words.Verdict[overall(results.values.map((judged) => judged.verdict))];
  return `${done}，共 ${results.values.length} 项，${verdict}${failed.length > 0 ? `（${failed.join("、")}）` : ""}`;
}
