import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, render, screen } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import { Start } from "./desk";

const { opening } = vi.hoisted(() => ({ opening: vi.fn() }));
vi.mock("../platform", async (original) => ({ ...(await original<object>()), call: () => new Promise(() => undefined), opening }));

afterEach(() => vi.useRealTimers());

it("says how far the data are, as long as the program has something to tell", async () => {
  vi.useFakeTimers();
  render(
    <QueryClientProvider client={new QueryClient()}>
      <Start />
    </QueryClientProvider>,
  );
  const waits = (percent: number | null) => {
    opening.mockResolvedValue(percent);
    return act(() => vi.advanceTimersByTimeAsync(1000));
  };
  await waits(null);
  expect(screen.getByText("正在打开，请稍候……")).toBeTruthy();
  expect(screen.queryByRole("progressbar")).toBeNull();
  await waits(42);
  expect(screen.getByRole("progressbar", { name: "整理数据" }).getAttribute("value")).toBe("42");
  expect(screen.getByText(/正在整理已有的数据：42%/)).toBeTruthy();
  opening.mockRejectedValue(new Error());
  await act(() => vi.advanceTimersByTimeAsync(1000));
  expect(screen.queryByRole("progressbar")).toBeNull();
});
