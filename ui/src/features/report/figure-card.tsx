// A figure: its value, out of how much, and how it moved. Those of a chapter are one stop of the keyboard: the arrows go through them.
import type { KeyboardEvent } from "react";
import type { FigureLine, Report } from "../../gen/wire";

/** `96 ÷ 100` where something was divided. */
export function formatFigureParts({ unit, is }: FigureLine): string {
  if (unit === "rate") return `${is.numerator} ÷ ${is.denominator}`;
  if (unit === "mean_minutes") return `${is.denominator} 件`;
  return "";
}

const BY: Record<string, number> = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 };

function walk(event: KeyboardEvent<HTMLButtonElement>) {
  const { currentTarget: at, key, altKey, ctrlKey, shiftKey } = event;
  const by = BY[key];
  if (by === undefined || altKey || ctrlKey || shiftKey) return;
  const other = by < 0 ? at.previousElementSibling : at.nextElementSibling;
  event.preventDefault();
  if (other instanceof HTMLElement) other.focus();
}

interface Props {
  /** Whether it is the first of its chapter. */
  first: boolean;
  line: FigureLine;
  report: Pick<Report, "before" | "last_year">;
  open: () => void;
}

export function FigureCard({ first, line, report, open }: Props) {
  return (
    <button type="button" className="figure" tabIndex={first ? 0 : -1} onKeyDown={walk} onClick={open} title={line.definition}>
      <span className="quiet">{line.zh}</span>{" "}
      <div className="value number">
        {line.text} <small>{formatFigureParts(line)}</small>
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
