// The report being taken, kept until it is saved: a power cut must not lose what a caller said.
// One per person, on this computer only, gone as soon as it is saved or thrown away.
import type { Open } from "../gen/wire";

export type Draft = Partial<Open> & { received_at: number };

const key = (person: number) => `intake/${person}`;

export function keepDraft(person: number, draft: Draft): void {
  try {
    localStorage.setItem(key(person), JSON.stringify(draft));
  } catch {
    // No room: the form itself still holds everything.
  }
}

export function dropDraft(person: number): void {
  localStorage.removeItem(key(person));
}

/** Whether anything has been typed that would be a pity to lose. */
export function worthKeeping(draft: Draft): boolean {
  return [draft.name, draft.phone, draft.address, draft.account_number, draft.asked?.situation].some((text) =>
    text?.trim(),
  );
}

export function keptDraft(person: number): Draft | null {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key(person)) ?? "null");
    const sound = typeof kept === "object" && kept !== null && typeof (kept as Draft).received_at === "number";
    return sound && worthKeeping(kept as Draft) ? (kept as Draft) : null;
  } catch {
    return null;
  }
}
