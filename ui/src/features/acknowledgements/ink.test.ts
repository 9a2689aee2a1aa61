import { describe, expect, it } from "vitest";
import { addStrokePoint, measureInk, MAX_STROKE_POINTS, toPenDynamics, toWireStrokes, toPolylinePoints, toPadPoint, type PenStroke } from "./ink";

const box = { left: 100, top: 50, width: 450, height: 150 };

describe("handwriting", () => {
  it("is measured on the field, whatever the size on screen, and never outside it", () => {
    expect(toPadPoint(100, 50, box)).toEqual([0, 0]);
    expect(toPadPoint(325, 125, box)).toEqual([4500, 1500]);
    expect(toPadPoint(9999, -50, box)).toEqual([9000, 0]);
    expect(toPadPoint(1, 1, { left: 0, top: 0, width: 0, height: 0 })).toEqual([0, 0]);
  });

  it("goes on with the last stroke and leaves out what cannot be seen", () => {
    const begun: PenStroke[] = [[[0, 0]], [[100, 100]]];
    expect(addStrokePoint(begun, [105, 105])).toEqual(begun);
    expect(addStrokePoint(begun, [400, 500])).toEqual([[[0, 0]], [[100, 100], [400, 500]]]);
    expect(measureInk(addStrokePoint(begun, [400, 500]))).toBe(500);
  });

  it("stops at what the program takes", () => {
    const full: PenStroke[] = [Array.from({ length: MAX_STROKE_POINTS }, (_, i) => [i % 9000, 0] as [number, number])];
    expect(addStrokePoint(full, [0, 3000])[0]).toHaveLength(MAX_STROKE_POINTS);
  });

  it("is sent as places, and beside them how the pen went", () => {
    const strokes: PenStroke[] = [
      [
        [1, 2, 1000.4, 0.25],
        [3, 4, 1016, 1],
      ],
      [[5, 6, 990, 0]],
      [[7, 8]],
    ];
    expect(toWireStrokes(strokes)).toEqual([[[1, 2], [3, 4]], [[5, 6]], [[7, 8]]]);
    expect(toPenDynamics(strokes)).toEqual([[[0, 250], [16, 1000]], [[16, 0]], [[16, 500]]]);
  });

  it("shows a dot", () => {
    expect(toPolylinePoints([[7, 8]])).toBe("7,8 8,8");
  });
});
