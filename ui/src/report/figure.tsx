// A figure: its value, out of how much, and how it moved.
import type { FigureLine, Report } from "../gen/wire";

/** `96 ÷ 100` where something was divided. */
export function parts({ unit, is }: FigureLine): string {
  if (unit === "rate") return `${is.numerator} ÷ ${is.denominator}`;
  if (unit === "mean_minutes") return `${is.denominator} 件`;
  return "";
}

interface Props {
  line: FigureLine;
  report: Pick<Report, "before" | "last_year">;
  open: () => void;
}

export function FigureCard({ line, report, open }: Props) {
  return (
    <button type="button" className="figure" onClick={open} title={line.definition}>
      <span className="quiet">{line.zh}</span>{" "}
      <div className="value number">
        {line.text} <small>{parts(line)}</small>
      </div>
      <div className="moved number">
        <span>
          {report.before.called} {line.against_before}
        </span>
        {report.last_year && (
          <span>
            {report.last_year.called} {line.against_last_year}
          </span>
        )}
      </div>
    </button>
  );
}
