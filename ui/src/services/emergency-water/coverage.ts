// Which places trucks have been at, the ones never reached first (6.2 每个用户).
import type { PlaceCoverage, OutageCase } from "../../gen/wire";

export type PlaceReach = "none" | "part" | "all";

/** How far a place has been reached. */
export function findPlaceReach({ place, served, first_at }: PlaceCoverage): PlaceReach {
  if (first_at === null) return "none";
  return served < place.households ? "part" : "all";
}

const ORDER: Record<PlaceReach, number> = { none: 0, part: 1, all: 2 };

/** What is still to be done first. */
export function sortCoverage(coverage: readonly PlaceCoverage[]): PlaceCoverage[] {
  return [...coverage].sort((a, b) => ORDER[findPlaceReach(a)] - ORDER[findPlaceReach(b)]);
}

export const formatPlace = ({ community, building }: PlaceCoverage["place"]): string => `${community} ${building}`.trim();

/** What must be warned of: places no truck has been at although the water is back or should be. */
export function findCoverageGap(found: OutageCase, coverage: readonly PlaceCoverage[], now: number): { back: boolean; places: string[] } | null {
  const places = coverage.filter((line) => findPlaceReach(line) === "none").map((line) => formatPlace(line.place));
  const back = found.ended_at !== null;
  return places.length > 0 && (back || now > found.expected_end) ? { back, places } : null;
}
