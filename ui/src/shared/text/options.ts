// The domain's words as choices of a form.
import { words } from "../../gen/words";

/** Choices for a select, in the domain's order. */
export function toSelectOptions<T extends Record<string, string>>(map: T): { value: keyof T & string; label: string }[] {
  return Object.entries(map).map(([value, label]) => ({ value: value as keyof T & string, label }));
}

export { words };
