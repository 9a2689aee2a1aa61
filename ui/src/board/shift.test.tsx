import { fireEvent, render, screen } from "@testing-library/react";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { App } from "antd";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { learnNow } from "../time/now";
import { keepNote, keptNote, Shift } from "./shift";

const { call, saved } = vi.hoisted(() => ({ call: vi.fn(), saved: vi.fn() }));
vi.mock("../platform", async (original) => ({ ...(await original<object>()), call, saveFile: saved }));

const NOW = Date.UTC(2026, 10, 24, 6, 0);
const HOUR = 3_600_000;

describe("the hand-over of a shift", () => {
  beforeEach(() => {
    localStorage.clear();
    learnNow(NOW);
    call.mockReset().mockResolvedValue({ name: "a.pdf", media: "application/pdf", base64: "", missing: [], without: [], unstamped: false, uncertified: false });
    saved.mockReset().mockResolvedValue("a.pdf");
  });

  const shown = (close = vi.fn()) =>
    render(
      <QueryClientProvider client={new QueryClient()}>
        <App>
          <Shift person={7} close={close} />
        </App>
      </QueryClientProvider>,
    );

  it("is of the last eight hours, keeps the words until they are saved, and forgets them then", async () => {
    const close = vi.fn();
    const { unmount } = shown();
    fireEvent.change(screen.getByLabelText(/交班事项/), { target: { value: "一班下午去演示花园" } });
    unmount();
    expect(keptNote(7)).toBe("一班下午去演示花园");
    expect(keptNote(8)).toBe("");
    shown(close);
    fireEvent.keyDown(screen.getByLabelText(/交班事项/), { key: "Enter", ctrlKey: true });
    await vi.waitFor(() => expect(close).toHaveBeenCalled());
    const [name, request] = call.mock.lastCall ?? [];
    const { from, to, note } = request as { from: number; to: number; note: string };
    expect(name).toBe("shift_print");
    expect([to - from, note]).toEqual([8 * HOUR, "一班下午去演示花园"]);
    expect(keptNote(7)).toBe("");
  });

  it("keeps the words when the file was not saved", async () => {
    saved.mockResolvedValue(null);
    keepNote(7, "还没有交");
    const close = vi.fn();
    shown(close);
    fireEvent.click(screen.getByRole("button", { name: "最近 12 小时" }));
    fireEvent.click(screen.getByRole("button", { name: "保存 PDF" }));
    await vi.waitFor(() => expect(saved).toHaveBeenCalled());
    const { from, to } = call.mock.lastCall?.[1] as { from: number; to: number };
    expect(to - from).toBe(12 * HOUR);
    expect(close).not.toHaveBeenCalled();
    expect(keptNote(7)).toBe("还没有交");
  });
});
