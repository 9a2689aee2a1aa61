// Handwriting as strokes on a field of 90 by 30 mm, in hundredths of a millimetre from the top left.
// How the pen went (milliseconds, pressure from 0 to 1) is noticed, and sent only where the settings keep it.

export type PenPoint = [x: number, y: number, at?: number, pressure?: number];
export type PenStroke = PenPoint[];

export const PAD_WIDTH = 9000;
export const PAD_HEIGHT = 3000;
/** What the program takes at most. */
export const MAX_STROKE_POINTS = 20_000;
/** Points nearer than a fifth of a millimetre add nothing that can be seen. */
const NEAR = 20;

const within = (value: number, most: number) => Math.min(most, Math.max(0, Math.round(value)));

/** A place on the screen as a place on the field. */
export function toPadPoint(x: number, y: number, box: { left: number; top: number; width: number; height: number }): [number, number] {
  const across = box.width > 0 ? (x - box.left) / box.width : 0;
  const down = box.height > 0 ? (y - box.top) / box.height : 0;
  return [within(across * PAD_WIDTH, PAD_WIDTH), within(down * PAD_HEIGHT, PAD_HEIGHT)];
}

/** The strokes with one more point on the last of them. */
export function addStrokePoint(strokes: readonly PenStroke[], point: PenPoint): PenStroke[] {
  const last = strokes.at(-1);
  const before = last?.at(-1);
  const full = strokes.reduce((sum, stroke) => sum + stroke.length, 0) >= MAX_STROKE_POINTS;
  if (!last || full || (before && Math.hypot(point[0] - before[0], point[1] - before[1]) < NEAR)) return [...strokes];
  return [...strokes.slice(0, -1), [...last, point]];
}

/** Hundredths of a millimetre of line. */
export function measureInk(strokes: readonly PenStroke[]): number {
  let sum = 0;
  for (const stroke of strokes) {
    stroke.forEach(([x, y], place) => {
      const before = stroke[place - 1];
      if (before) sum += Math.hypot(x - before[0], y - before[1]);
    });
  }
  return sum;
}

/** A stroke for an SVG polyline. A dot is given a length, so that it can be seen. */
export function toPolylinePoints(stroke: PenStroke): string {
  const points = stroke.length === 1 && stroke[0] ? [stroke[0], [stroke[0][0] + 1, stroke[0][1]]] : stroke;
  return points.map(([x, y]) => `${x},${y}`).join(" ");
}

/** The places of the strokes, as they are sent. */
export function toWireStrokes(strokes: readonly PenStroke[]): [number, number][][] {
  return strokes.map((stroke) => stroke.map(([x, y]): [number, number] => [x, y]));
}

/** Milliseconds since the first point and pressure in thousandths, a pair for each point. */
export function toPenDynamics(strokes: readonly PenStroke[]): [number, number][][] {
  const first = strokes[0]?.[0]?.[2] ?? 0;
  let last = 0;
  return strokes.map((stroke) =>
    stroke.map(([, , at = first, pressure = 0.5]): [number, number] => {
      // A clock that runs back for a moment must not make the program refuse a signature.
      last = Math.max(last, within(at - first, 3_600_000));
      return [last, within(pressure * 1000, 1000)];
    }),
  );
}
