// A figure: its value, out of how much, and how it moved.
import type { FigureLine } from "../gen/wire";

/** `96 ÷ 100` where something was divided. */
export function parts({ unit, is }: FigureLine): string {
  if (unit === "rate") return `${is.numerator} ÷ ${is.denominator}`;
  if (unit === "mean_minutes") return `${is.denominator} 件`;
  return "";
}

export function FigureCard({ line, open }: { line: FigureLine; open: () => void }) {
  return (
    <button type="button" className="figure" onClick={open} title={line.definition} aria-label={`${line.zh} ${line.text}，查看工单`}>
      <span className="quiet">{line.zh}</span>
      <div className="value number">
        {line.text} <small>{parts(line)}</small>
      </div>
      <div className="moved number">
        <span>环比 {line.against_before}</span>
        <span>同比 {line.against_last_year}</span>
      </div>
    </button>
  );
}
