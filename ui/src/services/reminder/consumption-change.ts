// Consumption against what is usual, as the program computes it (whole per cent, rounded half up).
import type { MeterReadings } from "../../gen/wire";

type PartialReadings = { [F in keyof MeterReadings]?: number | null } | null | undefined;

/** Readings that are all there. */
export function toCompleteReadings(readings: PartialReadings): MeterReadings | null {
  if (!readings) return null;
  const { last, this: now, usual } = readings;
  const there = (value: number | null | undefined): value is number => typeof value === "number";
  return there(last) && there(now) && there(usual) ? { last, this: now, usual } : null;
}

/** How much more or less than usual, in per cent; none where nothing is usual. */
export function computeConsumptionChange({ last, this: now, usual }: MeterReadings): number | null {
  if (usual === 0) return null;
  return Math.floor(((now - last - usual) * 200 + usual) / (usual * 2));
}

/** `+140%`, `-62%`, or `无数据`. */
export function formatConsumptionChange(readings: MeterReadings): string {
  const per = computeConsumptionChange(readings);
  return per === null ? "无数据" : `${per > 0 ? "+" : ""}${per}%`;
}
