// The places of an outage: read from a sheet, added up, held against the thresholds as the program does (6.1).
import type { GroundVerdict, OutagePlace, OutageThresholds } from "../../gen/wire";

/** A row as typed. */
export type PlaceRow = { [F in keyof OutagePlace]?: OutagePlace[F] | null } | null | undefined;

/** Whether nothing has been typed into a row. */
export function isBlankPlaceRow(row: PlaceRow): boolean {
  return !row?.community?.trim() && !row?.building?.trim() && typeof row?.households !== "number";
}

/** Rows as they are sent; those in which nothing was typed are left out. */
export function toPlaces(rows: readonly PlaceRow[] | null | undefined): OutagePlace[] {
  return (rows ?? [])
    .filter((row) => !isBlankPlaceRow(row))
    .map((row) => ({
      community: row?.community?.trim() ?? "",
      building: row?.building?.trim() ?? "",
      households: row?.households ?? 0,
    }));
}

const HOUSEHOLDS = /^(\d{1,6})\s*户?$/;

function cells(line: string): string[] {
  // A sheet copies its cells with tabs; a comma may then belong to a number.
  const parts = line.includes("\t") ? line.split("\t").map((cell) => cell.replaceAll(",", "")) : line.split(/[,，;；]/);
  return parts.map((cell) => cell.trim());
}

function placeOf(line: string): OutagePlace | null {
  const all = cells(line);
  while (all.length > 2 && all.at(-1) === "") all.pop();
  const households = HOUSEHOLDS.exec(all.at(-1) ?? "")?.[1];
  const [community = "", building = ""] = all;
  if (households === undefined || community === "" || all.length < 2 || all.length > 3) return null;
  return { community, building: all.length === 3 ? building : "", households: Number(households) };
}

const HEADS = /小区|楼|户数/;

/** Lines `小区,楼栋,户数` or the same out of a sheet. Lines that cannot be read are handed back as they are. */
export function parsePlaces(text: string): { places: OutagePlace[]; bad: string[] } {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== "");
  const places: OutagePlace[] = [];
  const bad: string[] = [];
  for (const [index, line] of lines.entries()) {
    const place = placeOf(line);
    if (place) places.push(place);
    else if (index > 0 || !HEADS.test(line) || /\d/.test(line)) bad.push(line.trim());
  }
  return { places, bad };
}

/** Whether a pasted text holds rows and not just a name. */
export function hasPlaceRows(text: string): boolean {
  return /\t|\n/.test(text.trim()) || parsePlaces(text).places.length > 0;
}

const HOUR = 3_600_000;
const sum = (places: readonly OutagePlace[]) => places.reduce((all, place) => all + place.households, 0);

/** Households without water. */
export const countHouseholds = sum;

/** Each threshold with its verdict. */
export function judgeThresholds(
  places: readonly OutagePlace[],
  from: number | null | undefined,
  to: number | null | undefined,
  thresholds: OutageThresholds,
): GroundVerdict[] {
  const hours = typeof from === "number" && typeof to === "number" ? Math.max(0, Math.ceil((to - from) / HOUR)) : 0;
  const names = new Set(places.map(({ community }) => community));
  const largest = Math.max(0, ...[...names].map((name) => sum(places.filter(({ community }) => community === name))));
  const one = (ground: GroundVerdict["ground"], is: number, threshold: number) => ({ ground, is, threshold, met: is >= threshold });
  return [
    one("long", hours, thresholds.hours),
    one("wide", sum(places), thresholds.households),
    one("dense", largest, thresholds.dense),
  ];
}
