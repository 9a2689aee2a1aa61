import { fireEvent, render, screen } from "@testing-library/react";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { App } from "antd";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { learnNow } from "../../api/now";
import { flushUserData } from "../../shared/drafts/user-data";
import { DeskStateContext } from "../../session/desk-state";
import { listDrafts } from "../../shared/drafts/use-drafts";
import type { DeskState, ShiftNote } from "../../gen/wire";
import { filterUnreadNotes } from "./handover-notes";
import { findShiftNoteDraft, ShiftReportDialog } from "./shift-report";

const { call, saved } = vi.hoisted(() => ({ call: vi.fn(), saved: vi.fn() }));
vi.mock("../../api/platform", async (original) => ({ ...(await original<object>()), call, saveFile: saved }));
vi.mock("../../shared/pdf/pdf", () => ({ usePdfDocument: () => ({ pdf: null, failed: false }), PdfPages: () => null }));

const NOW = Date.UTC(2026, 10, 24, 6, 0);
const HOUR = 3_600_000;
const press = async (name: string) => fireEvent.click(await screen.findByText(name));
const printed = () => call.mock.calls.findLast(([name]) => name === "shift_print");

describe("the hand-over of a shift", () => {
  beforeEach(() => {
    localStorage.clear();
    learnNow(NOW);
    values = {};
    const file = { name: "a.pdf", media: "application/pdf", base64: "", missing: [], without: [], unstamped: false, uncertified: false };
    call.mockReset().mockImplementation((name: string, { name: of, value }: { name: string; value: unknown }) => {
      if (name === "kept_put") values = { ...values, [of]: value };
      return Promise.resolve(name === "shift_print" ? file : {});
    });
    saved.mockReset().mockResolvedValue("a.pdf");
  });

  /** What the program keeps. */
  let values: Record<string, unknown> = {};
  const left = () => findShiftNoteDraft(listDrafts(values));

  const shown = (close = vi.fn()) => {
    const client = new QueryClient();
    client.setQueryData(["desk", "desk_state", {}], { person: { id: 7 } });
    client.setQueryData(["kept", "kept_get", {}], { values });
    return render(
      <QueryClientProvider client={client}>
        <App>
          <DeskStateContext.Provider value={{ person: { id: 7 }, may: ["shift_leave"] } as unknown as DeskState}>
            <ShiftReportDialog close={close} />
          </DeskStateContext.Provider>
        </App>
      </QueryClientProvider>,
    );
  };

  it("is of the last eight hours, keeps the words until they are saved, and forgets them then", async () => {
    const close = vi.fn();
    const { unmount } = shown();
    fireEvent.change(screen.getByLabelText(/交班事项/), { target: { value: "一班下午去演示花园" } });
    unmount();
    await flushUserData();
    expect(left()).toBe("一班下午去演示花园");
    shown(close);
    await press("预览和打印");
    await press("保存 PDF");
    await vi.waitFor(() => expect(close).toHaveBeenCalled());
    const [name, request] = printed() ?? [];
    const { from, to, note } = request as { from: number; to: number; note: string };
    expect(name).toBe("shift_print");
    expect([to - from, note]).toEqual([8 * HOUR, "一班下午去演示花园"]);
    await flushUserData();
    expect(left()).toBe("");
  });

  it("is left to the next one, and then is no draft any more", async () => {
    values = { "draft.shift": { at: NOW, value: "一班下午去演示花园" } };
    shown();
    await press("留给下一班");
    await vi.waitFor(() => expect(call).toHaveBeenCalledWith("shift_leave", { text: "一班下午去演示花园" }));
    await vi.waitFor(async () => (await flushUserData(), expect(left()).toBe("")));
  });

  it("is told to whoever has not read it, but not to who wrote it", () => {
    const note = (id: number, ...readers: number[]) => ({ id, text: "一班", read_by: readers.map((id) => ({ id })) }) as unknown as ShiftNote;
    expect(filterUnreadNotes([note(7), note(8), note(8, 7), note(8, 9)], 7)).toEqual([note(8), note(8, 9)]);
  });

  it("keeps the words when the file was not saved", async () => {
    saved.mockResolvedValue(null);
    values = { "draft.shift": { at: NOW, value: "还没有交" } };
    const close = vi.fn();
    shown(close);
    fireEvent.click(screen.getByRole("button", { name: "最近 12 小时" }));
    await press("预览和打印");
    await press("保存 PDF");
    await vi.waitFor(() => expect(saved).toHaveBeenCalled());
    const { from, to } = printed()?.[1] as { from: number; to: number };
    expect(to - from).toBe(12 * HOUR);
    expect(close).not.toHaveBeenCalled();
    expect(left()).toBe("还没有交");
  });
});
