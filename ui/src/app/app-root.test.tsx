import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, render, screen } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import type { DeskState } from "../gen/wire";
import { cacheSignIn } from "./cached-sign-in";
import { AppRoot } from "./app-root";

const { readOpeningProgress } = vi.hoisted(() => ({ readOpeningProgress: vi.fn() }));
vi.mock("../api/platform", async (original) => ({ ...(await original<object>()), call: () => new Promise(() => undefined), readOpeningProgress }));

afterEach(() => {
  vi.useRealTimers();
  localStorage.clear();
  sessionStorage.clear();
});

const state = { company: "演示供水公司", hotline: "5270300", demo: true, version: "0.1.0", first_start: false, person: null } as DeskState;

const start = () =>
  render(
    <QueryClientProvider client={new QueryClient()}>
      <AppRoot />
    </QueryClientProvider>,
  );

it("draws the sign-in as it was the last time, and waits in sight where the program does not answer", async () => {
  vi.useFakeTimers();
  cacheSignIn(state);
  start();
  expect(screen.getByText(/^演示供水公司/)).toBeTruthy();
  expect(screen.getByLabelText("姓名")).toBe(document.activeElement);
  expect(screen.queryByText("正在打开，请稍候……")).toBeNull();
  await act(() => vi.advanceTimersByTimeAsync(2000));
  expect(screen.queryByLabelText("姓名")).toBeNull();
  expect(screen.getByText("正在打开，请稍候……")).toBeTruthy();
});

it.each([
  ["somebody may be signed in", () => cacheSignIn({ ...state, person: { id: 1, name: "演示", roles: [] } as unknown as DeskState["person"] })],
  ["there is no administrator yet", () => cacheSignIn({ ...state, first_start: true })],
  ["something else is kept", () => localStorage.setItem("sign-in", '{"company":7}')],
  ["nothing readable is kept", () => localStorage.setItem("sign-in", "{")],
])("draws nothing before the answer where %s", (_, kept) => {
  kept();
  start();
  expect(screen.queryByLabelText("姓名")).toBeNull();
  expect(screen.getByText("正在打开，请稍候……")).toBeTruthy();
});

it("says how far the data are, as long as the program has something to tell", async () => {
  vi.useFakeTimers();
  render(
    <QueryClientProvider client={new QueryClient()}>
      <AppRoot />
    </QueryClientProvider>,
  );
  const waits = (percent: number | null) => {
    readOpeningProgress.mockResolvedValue(percent);
    return act(() => vi.advanceTimersByTimeAsync(1000));
  };
  await waits(null);
  expect(screen.getByText("正在打开，请稍候……")).toBeTruthy();
  expect(screen.queryByRole("progressbar")).toBeNull();
  await waits(42);
  expect(screen.getByRole("progressbar", { name: "整理数据" }).getAttribute("value")).toBe("42");
  expect(screen.getByText(/正在整理已有的数据：42%/)).toBeTruthy();
  readOpeningProgress.mockRejectedValue(new Error());
  await act(() => vi.advanceTimersByTimeAsync(1000));
  expect(screen.queryByRole("progressbar")).toBeNull();
});
