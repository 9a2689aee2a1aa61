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
      const { useDark } = await import("./look");
      const { result, unmount } = renderHook(() => useDark());
      expect([kept, dark, before()]).toEqual([kept, dark, result.current ? "dark" : "light"]);
      unmount();
    }
  }
});

it("keeps what was chosen, and nothing it does not know", async () => {
  system(false);
  vi.resetModules();
  const { change } = await import("./look");
  change({ size: "large", compact: true });
  expect(JSON.parse(localStorage.getItem("look") ?? "")).toEqual({ scheme: "system", size: "large", compact: true });
  localStorage.setItem("look", '{"size":"enormous","compact":"yes"}');
  vi.resetModules();
  const again = await import("./look");
  again.change({});
  expect(JSON.parse(localStorage.getItem("look") ?? "")).toEqual({ scheme: "system", size: "standard", compact: false });
});

it("moves less while the system asks for it, and follows when it stops asking", async () => {
  const { act, renderHook } = await import("@testing-library/react");
  let reduce = true;
  const told: (() => void)[] = [];
  vi.stubGlobal("matchMedia", (media: string) => ({
    get matches() {
      return media === "(prefers-reduced-motion: reduce)" && reduce;
    },
    media,
    addEventListener: (_: string, listener: () => void) => media.includes("motion") && told.push(listener),
  }));
  vi.resetModules();
  const { useCalm, useDark } = await import("./look");
  const { paper, theme } = await import("../theme");
  const { result } = renderHook(() => ({ calm: useCalm(), dark: useDark() }));
  expect(result.current).toEqual({ calm: true, dark: false });
  const moves = (calm: boolean) => [theme({ dark: false, size: "standard", compact: false, calm }), paper(calm)].map(({ token }) => token?.motion);
  expect(moves(true)).toEqual([false, false]);
  expect(moves(false)).toEqual([true, true]);
  reduce = false;
  act(() => told.forEach((tell) => tell()));
  expect(result.current.calm).toBe(false);
});
