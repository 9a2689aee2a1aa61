import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, renderHook, waitFor } from "@testing-library/react";
import { App } from "antd";
import type { ReactNode } from "react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { RefusedError } from "../../api/platform";
import { flushUserData, useUserData } from "./user-data";

const { call } = vi.hoisted(() => ({ call: vi.fn() }));
vi.mock("../../api/platform", async (original) => ({ ...(await original<object>()), call }));

const NONE: string[] = [];
const puts = () => call.mock.calls.filter(([name]) => name === "kept_put").map(([, request]) => request as unknown);

function shown(name = "columns") {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const wrapper = ({ children }: { children: ReactNode }) => (
    <QueryClientProvider client={client}>
      <App>{children}</App>
    </QueryClientProvider>
  );
  return renderHook(() => useUserData<string[]>(name, NONE), { wrapper });
}

describe("what is kept for a person", () => {
  beforeEach(() => {
    call.mockReset().mockImplementation((name: string) => Promise.resolve(name === "kept_get" ? { values: { columns: ["a"] } } : {}));
  });

  it("is read, and is the fallback where nothing is kept", async () => {
    const { result } = shown();
    expect(result.current[0]).toBe(NONE);
    expect(result.current[2]).toBe(false);
    await waitFor(() => expect(result.current[0]).toEqual(["a"]));
    const other = shown("views");
    await waitFor(() => expect(other.result.current[2]).toBe(true));
    expect(other.result.current[0]).toBe(NONE);
  });

  it("has not been read where the reading failed: nothing kept is not the same", async () => {
    call.mockRejectedValue(new RefusedError(null));
    const { result } = shown();
    await waitFor(() => expect(call).toHaveBeenCalledWith("kept_get", {}));
    await new Promise((done) => setTimeout(done, 50));
    expect(result.current[2]).toBe(false);
  });

  it("changes at once and is written once, as it was last", async () => {
    const { result } = shown();
    await waitFor(() => expect(result.current[2]).toBe(true));
    act(() => result.current[1](["a", "b"]));
    act(() => result.current[1]((now) => now.filter((one) => one === "b")));
    expect(puts()).toEqual([]);
    await waitFor(() => expect(result.current[0]).toEqual(["b"]), { interval: 5 });
    expect(puts()).toEqual([]);
    await waitFor(() => expect(puts()).toEqual([{ name: "columns", value: ["b"] }]));
  });

  it("is written before the desk is left, and not again afterwards", async () => {
    const { result } = shown();
    await waitFor(() => expect(result.current[2]).toBe(true));
    act(() => result.current[1](null));
    await act(flushUserData);
    await waitFor(() => expect(result.current[0]).toBe(NONE));
    expect(puts()).toEqual([{ name: "columns", value: null }]);
    await new Promise((done) => setTimeout(done, 400));
    expect(puts()).toHaveLength(1);
  });

  it("is not lost to a reading that was on its way", async () => {
    let answer: (reply: unknown) => void = () => undefined;
    call.mockImplementation((name: string) => (name === "kept_get" ? new Promise((done) => (answer = done)) : Promise.resolve({})));
    const { result } = shown();
    act(() => result.current[1](["z"]));
    await act(async () => answer({ values: { columns: ["a"], other: 1 } }));
    await waitFor(() => expect(result.current[0]).toEqual(["z"]));
    await act(flushUserData);
  });

  it("is again what is kept where it was refused", async () => {
    const { result } = shown();
    await waitFor(() => expect(result.current[2]).toBe(true));
    call.mockImplementation((name: string) =>
      name === "kept_get" ? Promise.resolve({ values: { columns: ["a"] } }) : Promise.reject(new RefusedError({ code: "too_long", field: "value", args: {} } as never)),
    );
    act(() => result.current[1](["far too much"]));
    await act(flushUserData);
    await waitFor(() => expect(result.current[0]).toEqual(["a"]));
  });
});
