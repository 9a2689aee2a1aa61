import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, fireEvent, render, screen, within } from "@testing-library/react";
import { useEffect } from "react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { trackJob } from "../../api/running-jobs";
import { findHotkeyClash, listenToHotkeys, useActiveHotkeys } from "../keyboard/hotkeys";
import { JobProgressList } from "./job-progress-list";

const asked = vi.hoisted(() => vi.fn());
vi.mock("../../api/platform", async (original) => ({ ...(await original<typeof import("../../api/platform")>()), call: asked }));

const clashes: (string | null)[] = [];

function Corner() {
  useEffect(listenToHotkeys, []);
  const held = useActiveHotkeys();
  clashes.push(findHotkeyClash(held));
  return <JobProgressList />;
}

const ends: ((value: number) => void)[] = [];
const long = (name: "report_monthly" | "report_workbook") => void trackJob(name, () => new Promise<number>((end) => ends.push(end)));
/** In steps, each drawn: what is asked for by one timer begins the next. */
async function after(time: number) {
  for (let step = 0; step < time; step += 100) await act(() => vi.advanceTimersByTimeAsync(100));
}
const stops = () => asked.mock.calls.filter(([name]) => name === "work_stop").map(([, { work }]) => work as string);
// By its label alone: looking for roles takes seconds on a busy computer.
const bar = (name: string) => within(screen.getByLabelText(name)).getByText("停止").closest("button") ?? document.createElement("button");
const pressed = () => act(async () => void fireEvent.keyDown(window, { code: "KeyQ", altKey: true }));

beforeEach(() => {
  vi.useFakeTimers();
  asked.mockImplementation(async (name: string) => (name === "work_get" ? { done: 1, of: 2 } : {}));
  ends.length = clashes.length = 0;
  render(
    <QueryClientProvider client={new QueryClient()}>
      <Corner />
    </QueryClientProvider>,
  );
});

afterEach(async () => {
  await act(async () => ends.forEach((end) => end(0)));
  vi.useRealTimers();
});

it("two that are made at once have one key between them, and each can be stopped by it", async () => {
  act(() => {
    long("report_monthly");
    long("report_workbook");
  });
  await after(1500);
  const [pdf, workbook] = [bar("正在生成报告"), bar("正在生成 Excel 文件")];
  expect(pdf.getAttribute("aria-keyshortcuts")).toBe("Alt+Q");
  expect(workbook.hasAttribute("aria-keyshortcuts")).toBe(false);
  await pressed();
  expect(stops()).toHaveLength(1);
  expect(screen.getByText("正在停止……")).toBeTruthy();
  // Pressed once more in the same moment it stops nothing else.
  await pressed();
  expect(stops()).toHaveLength(1);
  await after(1500);
  expect(bar("正在生成 Excel 文件").getAttribute("aria-keyshortcuts")).toBe("Alt+Q");
  await pressed();
  expect(new Set(stops()).size).toBe(2);
  expect(clashes.every((twice) => twice === null)).toBe(true);
});

it("one that comes later takes the key from nobody; one that was not stopped after all has it again", async () => {
  asked.mockImplementation(async (name: string) => {
    if (name === "work_stop") throw new Error("over");
    return { done: 1, of: 2 };
  });
  act(() => long("report_monthly"));
  await after(1500);
  act(() => long("report_workbook"));
  await after(1500);
  expect(bar("正在生成报告").getAttribute("aria-keyshortcuts")).toBe("Alt+Q");
  await pressed();
  await after(1500);
  expect(bar("正在生成报告").getAttribute("aria-keyshortcuts")).toBe("Alt+Q");
  await act(async () => ends.forEach((end) => end(0)));
  expect(document.querySelector(".work")).toBeNull();
});
