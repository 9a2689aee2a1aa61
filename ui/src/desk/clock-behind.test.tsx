import { render, screen } from "@testing-library/react";
import { expect, it } from "vitest";
import type { DeskState } from "../gen/wire";
import { ClockBehind } from "./clock-behind";

const state = (clock_behind: number | null) => ({ now: Date.UTC(2026, 10, 23, 2, 0), clock_behind }) as DeskState;

it("names both times while the clock lies behind, and says nothing else", () => {
  const { rerender, container } = render(<ClockBehind state={state(Date.UTC(2026, 10, 24, 3, 30))} />);
  expect(screen.getByRole("alert").textContent).toContain("电脑时间（2026-11-23 10:00）早于最近一条记录（2026-11-24 11:30），请校准");
  rerender(<ClockBehind state={state(null)} />);
  expect(container.textContent).toBe("");
});
