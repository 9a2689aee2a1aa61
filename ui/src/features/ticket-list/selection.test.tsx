import { act, fireEvent, render, renderHook, screen } from "@testing-library/react";
import { App } from "antd";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { DeskStateContext } from "../../session/desk-state";
import type { DeskState, TicketRow } from "../../gen/wire";
import { describeMissingForms } from "../../shared/files/save-file";
import { DataGrid } from "../../shared/table/data-grid";
import { sortByListOrder, SelectionBar, togglePickedId, useRowPicking, useTicketSelection, type TicketSelection } from "./selection";

const { call, saved } = vi.hoisted(() => ({ call: vi.fn(), saved: vi.fn() }));
vi.mock("../../api/platform", async (original) => ({ ...(await original<object>()), call, saveFile: saved }));
vi.mock("../../shared/pdf/pdf", () => ({ usePdfDocument: () => ({ pdf: null, failed: false }), PdfPages: () => null }));

const rows = [3, 2, 1].map((id) => ({ id, number: `WX261124000${id}` }) as TicketRow);

describe("picked tickets", () => {
  it("stay while the same list goes on, and go with its filter", () => {
    const { result, rerender } = renderHook(({ filter }) => useTicketSelection(filter), { initialProps: { filter: "open=1" } });
    act(() => result.current.choose([1, 2]));
    rerender({ filter: "open=1" });
    expect(result.current.ids).toEqual([1, 2]);
    rerender({ filter: "open=1&crew=一班" });
    expect(result.current.ids).toEqual([]);
  });

  it("are known by their rows after they have left the list", () => {
    const { result } = renderHook(() => useTicketSelection("open=1"));
    act(() => result.current.choose([3, 2], rows));
    act(() => result.current.choose(togglePickedId(result.current.ids, 3)));
    expect(result.current.ids).toEqual([2]);
    expect(result.current.rows.map(({ number }) => number)).toEqual(["WX2611240002"]);
    expect(togglePickedId([2], 5)).toEqual([2, 5]);
  });

  it("are printed in the order of the list; what has left it comes last", () => {
    expect(sortByListOrder([1, 9, 3], rows)).toEqual([3, 1, 9]);
  });

  it("are named when they have no such form, the first three by number", () => {
    expect(describeMissingForms(["A"])).toBe("有 1 张工单没有该表单：A，已列在文件最后一页。");
    expect(describeMissingForms(["A", "B", "C", "D"])).toContain("A、B、C 等");
  });
});

describe("the list", () => {
  it("picks a row by its box without opening it", () => {
    const [open, choose] = [vi.fn(), vi.fn()];
    const selection: TicketSelection = { ids: [], rows: [], choose };
    const columns = [{ key: "number", title: "工单", render: (_: unknown, { number }: TicketRow) => number }];
    const Boxes = () => <DataGrid columns={columns} rows={rows} name={({ number }) => number} open={open} stop={3} picking={useRowPicking(selection, rows)} empty="没有" />;
    render(<Boxes />);
    const box = (number: string) => screen.getByRole("checkbox", { name: `选择工单 ${number}` });
    fireEvent.click(box("WX2611240003"));
    expect(choose).toHaveBeenLastCalledWith([3], [rows[0]]);
    // With Shift all from the one before it.
    fireEvent.click(box("WX2611240001"), { shiftKey: true });
    expect(choose).toHaveBeenLastCalledWith([3, 2, 1], rows);
    // Beside the box, within its column.
    fireEvent.click(box("WX2611240002").closest("td") ?? document.body);
    expect(open).not.toHaveBeenCalled();
    fireEvent.click(screen.getByText("WX2611240002"));
    expect(open).toHaveBeenCalledOnce();
  });
});

const file = { name: "a.pdf", media: "application/pdf", base64: "", missing: [], without: ["TX1"], unstamped: false, uncertified: false };

describe("the bar", () => {
  beforeEach(() => {
    // Two forms, one in each part, then the file.
    const part = (_: string, { after = 0 }: { after?: number }) =>
      Promise.resolve(after === 2 ? { done: 2, of: 2, file } : { done: after + 1, of: 2, file: null });
    call.mockReset().mockImplementation(part);
    saved.mockReset().mockResolvedValue("a.pdf");
  });

  const shown = (ids: number[], choose = vi.fn()) =>
    render(
      <QueryClientProvider client={new QueryClient()}>
        <App>
          <DeskStateContext value={{ may: ["ticket_print_many", "ticket_export"] } as unknown as DeskState}>
            <SelectionBar selection={{ ids, rows: [], choose }} rows={rows} columns={["number", "phone"]} />
          </DeskStateContext>
        </App>
      </QueryClientProvider>,
    );

  it("is not there without anything picked", () => {
    shown([]);
    expect(screen.queryByRole("region", { name: "已选工单" })).toBeNull();
  });

  it("prints work orders, two to a page, or everything, and says what was left out", async () => {
    const choose = vi.fn();
    shown([1, 3], choose);
    expect(screen.getByText("已选 2 张")).toBeTruthy();
    fireEvent.click(screen.getByRole("button", { name: "打印派工单（一页两张）" }));
    // Looked at first, with what there is to tell of it; saved only if somebody wants it.
    expect(await screen.findByText(/有 1 张工单没有该表单：TX1/)).toBeTruthy();
    expect(saved).not.toHaveBeenCalled();
    fireEvent.click(screen.getByRole("button", { name: /保存 PDF$/ }));
    await vi.waitFor(() => expect(saved).toHaveBeenCalledOnce());
    const asked = { tickets: [3, 1], page: "work_order", two_up: true };
    expect(call.mock.calls).toEqual([0, 1, 2].map((after) => ["ticket_print_many", { ...asked, after }]));
    expect(screen.queryByRole("button", { name: /停\s?止/ })).toBeNull();
    fireEvent.click(screen.getByText("打印全部表单"));
    await vi.waitFor(() => expect(call).toHaveBeenLastCalledWith("ticket_print_many", { tickets: [3, 1], after: 2 }));
    fireEvent.click(screen.getByText("取消选择"));
    expect(choose).toHaveBeenCalledWith([]);
  });

  it("saves what is picked as a spreadsheet, in the order and the columns shown", async () => {
    shown([1, 3]);
    call.mockImplementation(() => Promise.resolve({ ...file, without: [] }));
    fireEvent.click(screen.getByRole("button", { name: /导出所选$/ }));
    await vi.waitFor(() => expect(saved).toHaveBeenCalledOnce());
    expect(call).toHaveBeenCalledExactlyOnceWith("ticket_export", { query: {}, tickets: [3, 1], columns: ["number", "phone"] }, expect.any(String));
  });

  it("says how far it is, and stops when told to", async () => {
    let answer: (reply: unknown) => void = () => undefined;
    shown([1, 3]);
    call.mockImplementation(() => new Promise((done) => (answer = done)));
    fireEvent.click(screen.getByRole("button", { name: "打印全部表单" }));
    await act(async () => answer({ done: 50, of: 200, file: null }));
    expect(screen.getByText("已排版 50 份，共 200 份")).toBeTruthy();
    expect(screen.getByRole("progressbar", { name: "进度" }).getAttribute("aria-valuenow")).toBe("25");
    expect(screen.getByRole("button", { name: "打印全部表单" }).hasAttribute("disabled")).toBe(true);
    await act(async () => answer({ done: 200, of: 200, file: null }));
    expect(screen.getByText("已排版 200 份，正在生成文件")).toBeTruthy();
    fireEvent.click(screen.getByRole("button", { name: /停\s?止/ }));
    await act(async () => answer({ done: 200, of: 200, file }));
    expect(screen.getByText(/已停止/)).toBeTruthy();
    expect(saved).not.toHaveBeenCalled();
  });
});
