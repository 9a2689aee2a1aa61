// The field to sign on: pen, finger or mouse.
import { ClearOutlined, UndoOutlined } from "@ant-design/icons";
import { Button, Flex } from "antd";
import { useRef, type PointerEvent, type ReactNode } from "react";
import { addStrokePoint, PAD_HEIGHT, toPolylinePoints, toPadPoint, PAD_WIDTH, type PenPoint, type PenStroke } from "./ink";

interface Props {
  strokes: PenStroke[];
  change: (next: (strokes: PenStroke[]) => PenStroke[]) => void;
  /** More at the end of the row of buttons. */
  beside?: ReactNode;
}

export function SignaturePad({ strokes, change, beside }: Props) {
  const pen = useRef<number | null>(null);
  const point = (event: PointerEvent<SVGSVGElement>, at: globalThis.PointerEvent = event.nativeEvent): PenPoint => [
    ...toPadPoint(at.clientX, at.clientY, event.currentTarget.getBoundingClientRect()),
    at.timeStamp,
    at.pressure,
  ];
  const down = (event: PointerEvent<SVGSVGElement>) => {
    // One pen at a time: a hand that rests on the screen draws nothing.
    if (pen.current !== null || (event.pointerType === "mouse" && event.button !== 0)) return;
    pen.current = event.pointerId;
    event.currentTarget.setPointerCapture(event.pointerId);
    const start = point(event);
    change((all) => [...all, [start]]);
  };
  const move = (event: PointerEvent<SVGSVGElement>) => {
    if (pen.current !== event.pointerId) return;
    // A pen is faster than the screen: every place it was at between two pictures is kept.
    const between = event.nativeEvent.getCoalescedEvents?.() ?? [];
    const next = (between.length > 0 ? between : [event.nativeEvent]).map((at) => point(event, at));
    change((all) => next.reduce((strokes, at) => addStrokePoint(strokes, at), all));
  };
  const up = (event: PointerEvent<SVGSVGElement>) => {
    if (pen.current === event.pointerId) pen.current = null;
  };
  return (
    <div>
      <svg
        className="pad"
        role="img"
        aria-label="签名区"
        viewBox={`0 0 ${PAD_WIDTH} ${PAD_HEIGHT}`}
        onPointerDown={down}
        onPointerMove={move}
        onPointerUp={up}
        onPointerCancel={up}
      >
        {strokes.length === 0 && (
          <text x={PAD_WIDTH / 2} y={PAD_HEIGHT / 2 + 120} textAnchor="middle" fontSize={360} fill="#66727e">
            请用户在此签名
          </text>
        )}
        {strokes.map((stroke, place) => (
          <polyline
            key={place}
            points={toPolylinePoints(stroke)}
            fill="none"
            stroke="#10243a"
            strokeWidth={60}
            strokeLinecap="round"
            strokeLinejoin="round"
          />
        ))}
      </svg>
      <Flex gap={8} align="center" style={{ marginTop: 6 }}>
        <Button
          size="small"
          icon={<UndoOutlined />}
          disabled={strokes.length === 0}
          onClick={() => change((all) => all.slice(0, -1))}
        >
          撤销一笔
        </Button>
        <Button size="small" icon={<ClearOutlined />} disabled={strokes.length === 0} onClick={() => change(() => [])}>
          清除重签
        </Button>
        {beside && (
          <Flex gap={16} align="center" style={{ marginLeft: "auto" }}>
            {beside}
          </Flex>
        )}
      </Flex>
    </div>
  );
}
