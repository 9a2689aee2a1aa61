// The head of a column, with the edge that makes it wider or narrower: by the mouse, and by ← and →.
import { useRef, useState, type KeyboardEvent, type PointerEvent } from "react";
import { NARROWEST, WIDEST, width } from "./layout";

interface Props {
  title: string;
  /** In letters. */
  letters: number;
  resize: (letters: number) => void;
}

export function Head({ title, letters, resize }: Props) {
  const edge = useRef<HTMLSpanElement>(null);
  const [from, setFrom] = useState<{ x: number; wide: number; letter: number } | null>(null);
  const head = () => edge.current?.closest("th");

  const begin = (event: PointerEvent) => {
    const at = head();
    if (event.button !== 0 || !at) return;
    event.preventDefault();
    edge.current?.setPointerCapture(event.pointerId);
    setFrom({ x: event.clientX, wide: at.getBoundingClientRect().width, letter: parseFloat(getComputedStyle(at).fontSize) || 14 });
  };
  const drag = (event: PointerEvent) => {
    if (from) resize((from.wide + event.clientX - from.x) / from.letter);
  };
  const press = (event: KeyboardEvent) => {
    const by = { ArrowLeft: -0.5, ArrowRight: 0.5 }[event.key];
    if (by === undefined || event.altKey || event.ctrlKey) return;
    event.preventDefault();
    const at = head();
    // A column without a width of its own begins with the one it has.
    const seen = at ? at.getBoundingClientRect().width / (parseFloat(getComputedStyle(at).fontSize) || 14) : 0;
    resize((seen || letters) + by);
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
        aria-valuemin={NARROWEST}
        aria-valuemax={WIDEST}
        aria-valuenow={width(letters)}
        aria-valuetext={`${width(letters)} 个字宽`}
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
