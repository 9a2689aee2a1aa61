// What was typed and does not stand in the file yet: on this computer, until the program has confirmed it. So nothing is lost to
// a desk that locks, a program that ends or a power cut within the moment before it is written.
import { programNow } from "../../api/now";

/** A draft as it is kept: when it was typed on last, and what. Nothing, once it was sent or thrown away. */
export interface StoredDraft {
  at: number;
  value: unknown;
}

export interface UnsentDraft {
  name: string;
  /** Nothing: it is to be forgotten in the file as well. */
  draft: StoredDraft | null;
}

const BEGINS = "unsent/";
/** As long as the file keeps drafts. */
const LONG = 30 * 86_400_000;

const key = (person: number, name: string) => `${BEGINS}${person}/${name}`;

interface Line extends UnsentDraft {
  noted: number;
}

function read(at: string): Line | null {
  try {
    const line = JSON.parse(localStorage.getItem(at) ?? "null") as Line | null;
    return typeof line?.noted === "number" && typeof line.name === "string" ? line : null;
  } catch {
    return null;
  }
}

/** Notes it down. Returns what takes it away again, unless something newer was noted since. */
export function storeUnsentDraft(person: number, { name, draft }: UnsentDraft): () => void {
  const at = key(person, name);
  const text = JSON.stringify({ noted: programNow(), name, draft } satisfies Line);
  try {
    localStorage.setItem(at, text);
  } catch {
    // No room: the form itself still holds everything.
  }
  return () => {
    if (localStorage.getItem(at) === text) localStorage.removeItem(at);
  };
}

/** What waits for a person, if `newer` than what the file has; the rest, and what is too old for anybody, is forgotten. */
export function readUnsentDrafts(person: number, newer: (name: string, noted: number) => boolean): UnsentDraft[] {
  const found: UnsentDraft[] = [];
  for (const at of Object.keys(localStorage).filter((at) => at.startsWith(BEGINS))) {
    const line = read(at);
    if (!line || programNow() - line.noted > LONG) localStorage.removeItem(at);
    else if (at !== key(person, line.name)) continue;
    else if (newer(line.name, line.noted)) found.push(line);
    else localStorage.removeItem(at);
  }
  return found;
}
