// The head of a column, with the edge that makes it wider or narrower: by the mouse, and by ← and →.
import { useRef, useState, type KeyboardEvent, type PointerEvent } from "react";
import { MIN_COLUMN_WIDTH, MAX_COLUMN_WIDTH, clampColumnWidth, type WidthChange } from "./column-layout";

interface Props {
  title: string;
  /** In letters. */
  letters: number;
  resize: (change: WidthChange) => void;
}

export function ResizableHead({ title, letters, resize }: Props) {
  const edge = useRef<HTMLSpanElement>(null);
  const [from, setFrom] = useState<{ x: number; wide: number; letter: number } | null>(null);

  /** As wide as it is seen: a column that takes what is left has no width of its own. */
  const seen = () => {
    const head = edge.current?.closest("th");
    const letter = (head && parseFloat(getComputedStyle(head).fontSize)) || 14;
    return { wide: head?.getBoundingClientRect().width || letters * letter, letter };
  };
  const begin = (event: PointerEvent) => {
    if (event.button !== 0) return;
    event.preventDefault();
    edge.current?.setPointerCapture(event.pointerId);
    setFrom({ x: event.clientX, ...seen() });
  };
  const drag = (event: PointerEvent) => {
    if (from) resize(() => (from.wide + event.clientX - from.x) / from.letter);
  };
  const press = (event: KeyboardEvent) => {
    const by = { ArrowLeft: -0.5, ArrowRight: 0.5 }[event.key];
    if (by === undefined || event.altKey || event.ctrlKey) return;
    event.preventDefault();
    const { wide, letter } = seen();
    resize((own) => (own ?? wide / letter) + by);
  };
  return (
    <>
      <span className="one-line">{title}</span>
      <span
        ref={edge}
        className={from ? "edge dragged" : "edge"}
        role="separator"
        aria-orientation="vertical"
        aria-label={`调整“${title}”列宽`}
        aria-valuemin={MIN_COLUMN_WIDTH}
        aria-valuemax={MAX_COLUMN_WIDTH}
        aria-valuenow={clampColumnWidth(letters)}
        aria-valuetext={`${clampColumnWidth(letters)} 个字宽`}
        title="拖动调整列宽，或按 ← →"
        tabIndex={0}
        onPointerDown={begin}
        onPointerMove={drag}
        onPointerUp={() => setFrom(null)}
        onPointerCancel={() => setFrom(null)}
        onKeyDown={press}
      />
    </>
  );
}
