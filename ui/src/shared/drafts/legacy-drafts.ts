// Drafts of older versions of the program, which lay on the computer alone: taken over once, each into a slot of its own.
import type { UnsentDraft } from "./unsent-drafts";
import { nameIntakeDraft, SHIFT_DRAFT, nameStepDraft } from "./draft-names";

function parsed(key: string): unknown {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "null");
  } catch {
    return null;
  }
}

/** A report that was begun: `intake/7`, or `intake/7/from/12` where it was opened from a ticket. */
function reports(key: string, from: number | undefined, at: number): UnsentDraft[] {
  const all = parsed(key);
  const rows = (Array.isArray(all) ? all : []) as ({ slot?: unknown; draft?: unknown } | null)[];
  return rows.flatMap((row, place) =>
    // The newest stood first.
    typeof row?.slot === "string" && row.draft ? [{ name: nameIntakeDraft(row.slot, from), draft: { at: at - place, value: row.draft } }] : [],
  );
}

/** A step's form: `step/7/12/arrange`. */
function step(key: string, ticket: number, of: string): UnsentDraft[] {
  const kept = parsed(key) as { at?: unknown; values?: unknown } | null;
  if (typeof kept?.at !== "number" || !kept.values) return [];
  return [{ name: nameStepDraft(ticket, of), draft: { at: kept.at, value: kept.values } }];
}

/** What lay there for a person, and the way to take it away once it is noted elsewhere. */
export function readLegacyDrafts(person: number, at: number): { found: UnsentDraft[]; forget: () => void } {
  const keys: string[] = [];
  const found = Object.keys(localStorage).flatMap((key): UnsentDraft[] => {
    const [kind, whose, ...rest] = key.split("/");
    if (Number(whose) !== person) return [];
    if (kind === "intake") return (keys.push(key), reports(key, rest[0] === "from" ? Number(rest[1]) : undefined, at));
    if (kind === "step") return (keys.push(key), step(key, Number(rest[0]), rest[1] ?? ""));
    if (kind === "shift") return (keys.push(key), [{ name: SHIFT_DRAFT, draft: { at, value: localStorage.getItem(key) ?? "" } }]);
    return [];
  });
  return { found, forget: () => keys.forEach((key) => localStorage.removeItem(key)) };
}
