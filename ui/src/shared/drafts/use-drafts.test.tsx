import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, renderHook, waitFor } from "@testing-library/react";
import { App } from "antd";
import type { ReactNode } from "react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { flushUserData } from "./user-data";
import { DeskStateContext } from "../../session/desk-state";
import type { DeskState } from "../../gen/wire";
import { RefusedError } from "../../api/platform";
import { learnNow } from "../../api/now";
import { readFormDraft } from "./form-draft";
import { DraftSync, useDrafts } from "./use-drafts";

const { call } = vi.hoisted(() => ({ call: vi.fn() }));
vi.mock("../../api/platform", async (original) => ({ ...(await original<object>()), call }));

const NOW = Date.UTC(2026, 10, 24, 6, 0);
const NAME = "draft.intake/a";

/** The program's file, which refuses while it is locked. */
let values: Record<string, unknown> = {};
let locked = false;

function desk(person = 7) {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const state = (): DeskState => ({ person: { id: person }, locked }) as DeskState;
  client.setQueryData(["desk", "desk_state", {}], state());
  const wrapper = ({ children }: { children: ReactNode }) => (
    <QueryClientProvider client={client}>
      <App>
        <DeskStateContext.Provider value={state()}>
          <DraftSync />
          {children}
        </DeskStateContext.Provider>
      </App>
    </QueryClientProvider>
  );
  return { client, ...renderHook(() => useDrafts(), { wrapper }) };
}

describe("a draft", () => {
  beforeEach(async () => {
    locked = false;
    await flushUserData();
    localStorage.clear();
    values = {};
    learnNow(NOW);
    call.mockReset().mockImplementation((name: string, { name: of, value }: { name: string; value: unknown }) => {
      if (locked) return Promise.reject(new RefusedError({ code: "locked", field: null, args: {} } as never));
      if (name === "kept_put") values = { ...values, [of]: value };
      return Promise.resolve(name === "kept_get" ? { values } : {});
    });
  });

  it("is on the computer at once, in the file within the second though the typing goes on, and then there alone", async () => {
    const { result } = desk();
    await waitFor(() => expect(result.current.ready).toBe(true));
    const began = performance.now();
    let typing = 0;
    act(() => result.current.keep(NAME, { name: "一" }));
    expect(localStorage).toHaveLength(1);
    while (values[NAME] === undefined && performance.now() - began < 2000) {
      await act(() => new Promise((done) => setTimeout(done, 50)));
      act(() => result.current.keep(NAME, { name: `一${(typing += 1)}` }));
    }
    expect(performance.now() - began).toBeLessThan(1000);
    expect(result.current.all.map(({ name }) => name)).toEqual([NAME]);
    await act(flushUserData);
    expect(values[NAME]).toMatchObject({ value: { name: `一${typing}` } });
    expect(localStorage).toHaveLength(0);
  });

  it("that a locked desk refused is in the file once it is open, or when the program starts again", async () => {
    const { result, rerender, unmount } = desk();
    await waitFor(() => expect(result.current.ready).toBe(true));
    locked = true;
    act(() => result.current.keep(NAME, "甲"));
    await act(flushUserData);
    expect([values[NAME], localStorage.length]).toEqual([undefined, 1]);
    rerender();
    locked = false;
    rerender();
    await waitFor(() => expect([values[NAME], localStorage.length]).toMatchObject([{ value: "甲" }, 0]));
    locked = true;
    act(() => result.current.keep(NAME, "甲乙"));
    await act(flushUserData);
    unmount();
    locked = false;
    // As after a power cut: nothing is left but what lies on the computer.
    const again = desk();
    await waitFor(() => expect(again.result.current.all[0]?.value).toBe("甲乙"));
    await waitFor(() => expect(values[NAME]).toMatchObject({ value: "甲乙" }));
  });

  it("is nobody else's", async () => {
    const { result, client, unmount } = desk();
    await waitFor(() => expect(result.current.ready).toBe(true));
    act(() => result.current.keep(NAME, "甲"));
    // Somebody else signs in before it is written.
    client.setQueryData(["desk", "desk_state", {}], { person: { id: 8 }, locked: false });
    await act(flushUserData);
    unmount();
    expect(values).toEqual({});
    const other = desk(8);
    await waitFor(() => expect(other.result.current.ready).toBe(true));
    expect(other.result.current.all).toEqual([]);
    other.unmount();
    const own = desk(7);
    await waitFor(() => expect(own.result.current.all[0]?.value).toBe("甲"));
    await act(flushUserData);
  });

  it("does not come back once it was sent, and an older one on the computer does not replace a newer one of the file", async () => {
    values = { [NAME]: { at: NOW, value: "文件里的" } };
    localStorage.setItem(`unsent/7/${NAME}`, JSON.stringify({ noted: NOW - 1, name: NAME, draft: { at: NOW - 1, value: "旧" } }));
    localStorage.setItem("unsent/7/draft.x", JSON.stringify({ noted: NOW - 40 * 86_400_000, name: "draft.x", draft: { at: 1, value: "很旧" } }));
    const { result } = desk();
    await waitFor(() => expect(localStorage).toHaveLength(0));
    expect(result.current.all.map(({ value }) => value)).toEqual(["文件里的"]);
    act(() => result.current.drop(NAME));
    await act(flushUserData);
    expect(values[NAME]).toBeNull();
    await waitFor(() => expect(result.current.all).toEqual([]));
  });

  it("of an older version is taken over once", async () => {
    localStorage.setItem("intake/7", JSON.stringify([{ slot: "2/0.5", draft: { received_at: 1, name: "甲" } }, { slot: "1/0.5", draft: { received_at: 1, name: "乙" } }]));
    localStorage.setItem("intake/7/from/12", JSON.stringify([{ slot: "c", draft: { received_at: 1, name: "丙" } }]));
    localStorage.setItem("step/7/12/note", JSON.stringify({ at: NOW - 5, values: { note: "下午在家" } }));
    localStorage.setItem("step/7/13/note", "{ broken");
    localStorage.setItem("shift/7", "一班下午去演示花园");
    localStorage.setItem("shift/8", "别人的");
    localStorage.setItem("look", "{}");
    desk();
    await waitFor(() => expect(Object.keys(localStorage).sort()).toEqual(["look", "shift/8"]));
    expect(Object.keys(values).sort()).toEqual(["draft.intake/1/0.5", "draft.intake/2/0.5", "draft.linked/12/c", "draft.shift", "draft.step/12/note"]);
    expect(values["draft.step/12/note"]).toEqual({ at: NOW - 5, value: { note: "下午在家" } });
  });

  it("makes room for newer ones", async () => {
    values = Object.fromEntries(Array.from({ length: 152 }, (_, place) => [`draft.step/${place}/note`, { at: place, value: {} }]));
    const { result } = desk();
    await waitFor(() => expect(result.current.all).toHaveLength(150));
    expect(result.current.all.at(-1)?.name).toBe("draft.step/2/note");
    await act(flushUserData);
  });

  it("of a form is not offered after a week", () => {
    const all = [{ name: "draft.step/12/note", at: NOW - 6 * 86_400_000, value: { note: "下午在家" } }];
    expect(readFormDraft({ all }, "draft.step/12/note")).toEqual({ note: "下午在家" });
    expect(readFormDraft({ all }, "draft.step/13/note")).toBeNull();
    learnNow(NOW + 2 * 86_400_000);
    expect(readFormDraft({ all }, "draft.step/12/note")).toBeNull();
  });
});
