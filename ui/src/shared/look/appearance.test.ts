import { readFileSync } from "node:fs";
import { beforeEach, expect, it, vi } from "vitest";

const early = readFileSync("public/look.js", "utf8");
const root = document.documentElement;

const system = (dark: boolean) =>
  vi.stubGlobal("matchMedia", (media: string) => ({ matches: dark, media, addEventListener: () => undefined, removeEventListener: () => undefined }));

/** What the script before the first paint says. */
function before(): string | undefined {
  delete root.dataset.look;
  new Function(early)();
  return root.dataset.look;
}

beforeEach(() => localStorage.clear());

it("is dark before the first paint exactly where it is dark afterwards", async () => {
  const { renderHook } = await import("@testing-library/react");
  for (const dark of [false, true]) {
    for (const kept of [null, "", "nonsense", "{}", '{"scheme":"light"}', '{"scheme":"dark"}', '{"scheme":"system"}', '{"scheme":7}']) {
      system(dark);
      if (kept === null) localStorage.removeItem("look");
      else localStorage.setItem("look", kept);
      vi.resetModules();
      const { useDarkMode } = await import("./appearance");
      const { result, unmount } = renderHook(() => useDarkMode());
      expect([kept, dark, before()]).toEqual([kept, dark, result.current ? "dark" : "light"]);
      unmount();
    }
  }
});

it("keeps what was chosen, and nothing it does not know", async () => {
  system(false);
  vi.resetModules();
  const { changeAppearance } = await import("./appearance");
  changeAppearance({ size: "large", compact: true });
  expect(JSON.parse(localStorage.getItem("look") ?? "")).toEqual({ scheme: "system", size: "large", compact: true });
  localStorage.setItem("look", '{"size":"enormous","compact":"yes"}');
  vi.resetModules();
  const again = await import("./appearance");
  again.changeAppearance({});
  expect(JSON.parse(localStorage.getItem("look") ?? "")).toEqual({ scheme: "system", size: "standard", compact: false });
});
