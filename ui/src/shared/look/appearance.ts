// 显示: light or dark, how large the type, how close together. Kept on this computer, whoever sits at it: it is a matter of the
// room and the screen, not of the person.
import { useSyncExternalStore } from "react";

export type ColourScheme = "system" | "light" | "dark";
export type TypeSize = "standard" | "large" | "largest";

export interface AppearanceSettings {
  scheme: ColourScheme;
  size: TypeSize;
  compact: boolean;
}

/** Read by `public/look.js` as well, which runs before the first paint. */
const KEPT = "look";
const SCHEMES: readonly string[] = ["system", "light", "dark"];
const SIZES: readonly string[] = ["standard", "large", "largest"];

const system = window.matchMedia("(prefers-color-scheme: dark)");
const watchers = new Set<() => void>();
const tell = () => watchers.forEach((watcher) => watcher());

/** What was kept; whatever cannot be read is as it is delivered. */
function read(): AppearanceSettings {
  let kept: Partial<Record<keyof AppearanceSettings, unknown>> = {};
  try {
    const found: unknown = JSON.parse(localStorage.getItem(KEPT) ?? "{}");
    if (typeof found === "object" && found !== null) kept = found;
  } catch {
    // A computer that keeps nothing shows the desk as it is delivered.
  }
  return {
    scheme: SCHEMES.includes(String(kept.scheme)) ? (kept.scheme as ColourScheme) : "system",
    size: SIZES.includes(String(kept.size)) ? (kept.size as TypeSize) : "standard",
    compact: kept.compact === true,
  };
}

let look = read();

const isDark = ({ scheme }: AppearanceSettings) => (scheme === "system" ? system.matches : scheme === "dark");

export function changeAppearance(next: Partial<AppearanceSettings>): void {
  look = { ...look, ...next };
  try {
    localStorage.setItem(KEPT, JSON.stringify(look));
  } catch {
    // Then it holds until the window is closed.
  }
  tell();
}

/** Light and dark by one key: from what is shown now to the other. */
export function toggleColourScheme(): void {
  changeAppearance({ scheme: isDark(look) ? "light" : "dark" });
}

system.addEventListener("change", tell);
// The same desk in a second window of the browser, or a test, follows.
window.addEventListener("storage", ({ key }) => {
  if (key !== KEPT) return;
  look = read();
  tell();
});

function watch(watcher: () => void) {
  watchers.add(watcher);
  return () => void watchers.delete(watcher);
}

export const useAppearance = (): AppearanceSettings => useSyncExternalStore(watch, () => look);

/** Whether it is dark now, by choice or because the system is. */
export const useDarkMode = (): boolean => useSyncExternalStore(watch, () => isDark(look));
