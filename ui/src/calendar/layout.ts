// Where the entries of a day stand: by their time from top to bottom, side by side where they overlap.

export interface Timed {
  at: number;
  to: number | null;
}

export interface Place<E> {
  entry: E;
  /** Minutes from midnight; the end at least so far on that a line of text has room. */
  from: number;
  till: number;
  /** Which of how many side by side. */
  lane: number;
  of: number;
}

const MINUTE = 60_000;
const WHOLE = 1440;
/** Nobody says how long a visit takes. */
const LENGTH = 60;
const LEAST = 40;

/** The entries of the day that begins at `start`. */
export function placed<E extends Timed>(entries: readonly E[], start: number): Place<E>[] {
  const all = entries
    .map((entry) => {
      const from = Math.max(0, Math.floor((entry.at - start) / MINUTE));
      const end = entry.to === null ? from + LENGTH : Math.ceil((entry.to - start) / MINUTE);
      const till = Math.min(WHOLE, Math.max(end, from + LEAST));
      // One that begins just before midnight keeps its room, a little higher.
      return { entry, from: Math.min(from, till - LEAST), till, lane: 0, of: 1 };
    })
    .sort((a, b) => a.from - b.from || b.till - a.till);
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
export function byDay<E extends Timed>(entries: readonly E[], days: readonly string[], dayOf: (at: number) => string): E[][] {
  const sorted = [...entries].sort((a, b) => a.at - b.at);
  return days.map((date) => sorted.filter(({ at }) => dayOf(at) === date));
}
