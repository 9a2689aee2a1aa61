// Where the entries of a day stand: by their time from top to bottom, side by side where they overlap.

export interface TimedEntry {
  at: number;
}

export interface EntryPlacement<E> {
  entry: E;
  /** Minutes from midnight. */
  from: number;
  till: number;
  /** Which of how many side by side. */
  lane: number;
  of: number;
}

const MINUTE = 60_000;
const WHOLE = 1440;
/** Nobody says how long a visit or an event takes. */
const LENGTH = 60;

/** The entries of the day that begins at `start`. */
export function placeDayEntries<E extends TimedEntry>(entries: readonly E[], start: number): EntryPlacement<E>[] {
  const all = entries
    .map((entry) => {
      // One that begins just before midnight keeps its room, a little higher.
      const from = Math.min(Math.max(0, Math.floor((entry.at - start) / MINUTE)), WHOLE - LENGTH);
      return { entry, from, till: from + LENGTH, lane: 0, of: 1 };
    })
    .sort((a, b) => a.from - b.from);
  let cluster: typeof all = [];
  let ends: number[] = [];
  const close = () => cluster.forEach((place) => (place.of = ends.length));
  for (const place of all) {
    if (ends.every((end) => end <= place.from)) {
      close();
      [cluster, ends] = [[], []];
    }
    const free = ends.findIndex((end) => end <= place.from);
    place.lane = free < 0 ? ends.length : free;
    ends[place.lane] = place.till;
    cluster.push(place);
  }
  close();
  return all;
}

/** The entries by the days shown, each day's in their order. */
export function groupByDay<E extends TimedEntry>(entries: readonly E[], days: readonly string[], dayOf: (at: number) => string): E[][] {
  const sorted = [...entries].sort((a, b) => a.at - b.at);
  return days.map((date) => sorted.filter(({ at }) => dayOf(at) === date));
}
