// The program's clock, followed from the replies that carry it, and one timer for everything that counts down.
import { useSyncExternalStore } from "react";

let offset = 0;
let shown = 0;
let timer: ReturnType<typeof setInterval> | undefined;
const watchers = new Set<() => void>();

/** The program's time now. */
export function programNow(): number {
  return Date.now() + offset;
}

/** A reply said what time it is. */
export function learnNow(now: number): void {
  offset = now - Date.now();
  shown = now;
}

function watch(watcher: () => void): () => void {
  watchers.add(watcher);
  timer ??= setInterval(() => {
    shown = programNow();
    watchers.forEach((tell) => tell());
  }, 1000);
  return () => {
    watchers.delete(watcher);
    if (watchers.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

function snapshot(): number {
  // Stable between ticks, as React demands of a snapshot.
  if (Math.abs(programNow() - shown) > 1500) shown = programNow();
  return shown;
}

/** Now, renewed every second while somebody looks. */
export function useNow(): number {
  return useSyncExternalStore(watch, snapshot);
}

/** The minute it is, for what changes with it and not with every second. */
export function useMinute(): number {
  return useSyncExternalStore(watch, () => Math.floor(snapshot() / 60_000));
}

/** How many look; for the test that there is one timer only. */
export function readTimerState(): { watchers: number; running: boolean } {
  return { watchers: watchers.size, running: timer !== undefined };
}
