// 常用语: what of a text was typed for one, and what it becomes.
import type { TicketIntake, Snippet } from "../../gen/wire";

/** Whom a text is about, as far as it is known. */
export type SnippetSubject = { [F in "name" | "phone" | "address" | "account_number"]?: TicketIntake[F] | null };

const FIELDS: Record<string, keyof SnippetSubject> = { 姓名: "name", 电话: "phone", 地址: "address", 户号: "account_number" };

/** The abbreviation that ends at the caret, without its stroke; input methods make other strokes of the same key. */
export function findSnippetKey(text: string, caret: number): string | null {
  const [, key] = /[/／]([a-z0-9]{0,12})$/i.exec(text.slice(0, caret)) ?? /、([a-z0-9]{1,12})$/i.exec(text.slice(0, caret)) ?? [];
  return key ?? null;
}

/** Those an abbreviation may still become, the one that is exactly meant first. */
export function findMatchingSnippets(snippets: readonly Snippet[], typed: string): Snippet[] {
  const key = typed.toLowerCase();
  const fits = snippets.filter((one) => one.key.toLowerCase().startsWith(key));
  return fits.sort((a, b) => a.key.length - b.key.length).slice(0, 6);
}

/** The text with what is known of whom it is about; what is not known stays to be written. */
export function fillSnippet(text: string, who: SnippetSubject): string {
  return text.replace(/\{(姓名|电话|地址|户号)\}/g, (_, name: string) => {
    const field = FIELDS[name];
    return (field && who[field]?.trim()) || "＿＿";
  });
}

/** The text with the abbreviation before the caret replaced, and where the caret stands then. */
export function insertSnippet(text: string, caret: number, by: string): { text: string; caret: number } {
  const from = caret - (findSnippetKey(text, caret)?.length ?? 0) - 1;
  return { text: text.slice(0, from) + by + text.slice(caret), caret: from + by.length };
}
