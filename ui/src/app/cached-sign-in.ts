// What the sign-in said the last time, kept on this computer: where a window has just been opened nobody is signed in, so it is drawn at
// once, and the program's answer comes while it is painted.
import type { DeskState } from "../gen/wire";

export type CachedSignIn = Pick<DeskState, "company" | "hotline" | "demo" | "version">;

const KEPT = "sign-in";
/** A page that is read again in the same window may find somebody signed in. */
const INSIDE = "inside";

function isSaid(found: unknown): found is CachedSignIn {
  const { company, hotline, demo, version } = (found ?? {}) as Record<keyof CachedSignIn, unknown>;
  return typeof company === "string" && typeof hotline === "string" && typeof demo === "boolean" && typeof version === "string";
}

/** Nothing where nothing was kept, or where somebody may be signed in. */
export function readCachedSignIn(): CachedSignIn | null {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(KEPT) ?? "null");
    return sessionStorage.getItem(INSIDE) === null && isSaid(found) ? found : null;
  } catch {
    // Nothing readable is kept: it waits for the answer.
    return null;
  }
}

/** A desk without an administrator says nothing. */
export function cacheSignIn({ company, hotline, demo, version, first_start, person }: DeskState): void {
  try {
    if (person) sessionStorage.setItem(INSIDE, "1");
    else sessionStorage.removeItem(INSIDE);
    if (first_start) localStorage.removeItem(KEPT);
    else localStorage.setItem(KEPT, JSON.stringify({ company, hotline, demo, version } satisfies CachedSignIn));
  } catch {
    // A computer that keeps nothing waits for the answer every time.
  }
}
