// The report that made itself: where it lies, a way to it, and why there is none.
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { fireEvent, render, screen, waitFor } from "@testing-library/react";
import { App } from "antd";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { ReportMade, ReportWaiting } from "../../gen/wire";
import { call, openReportFolder } from "../../api/platform";
import { AutoReportNotice } from "./auto-report-notice";

vi.mock("../../api/platform", async (original) => ({
  ...(await original<typeof import("../../api/platform")>()),
  canOpenSavedFile: true,
  call: vi.fn(),
  openReportFolder: vi.fn(() => Promise.resolve()),
}));

const made: ReportMade = {
  month: "2026-10",
  folder: "D:\\文档\\延伸服务台月报",
  path: "D:\\文档\\延伸服务台月报\\月度服务报告-2026-10.pdf",
  made_at: Date.UTC(2026, 9, 31, 16, 0),
};

function shows(waiting: ReportWaiting) {
  vi.mocked(call).mockResolvedValue(waiting);
  const client = new QueryClient();
  return render(
    <QueryClientProvider client={client}>
      <App>
        <AutoReportNotice />
      </App>
    </QueryClientProvider>,
  );
}

beforeEach(() => vi.clearAllMocks());
afterEach(() => vi.mocked(call).mockReset());

test("it says where the report lies, and opens the folder", async () => {
  shows({ made, problem: null });
  await screen.findByText("2026年10月的月报已生成，在 D:\\文档\\延伸服务台月报");
  fireEvent.click(screen.getByRole("button", { name: "打开文件夹" }));
  expect(openReportFolder).toHaveBeenCalledWith();
});

test("it says why there is none, and what to do", async () => {
  shows({ made: null, problem: { code: "folder_not_writable", field: "report_folder", args: { path: "E:\\月报" } } });
  await screen.findByText("月报未能自动生成");
  expect(screen.getByText(/^月报文件夹不能写入：E:\\月报。/)).toBeTruthy();
  expect(screen.queryByRole("button")).toBeNull();
});

test("it says nothing while nothing waits", async () => {
  const { container } = shows({ made: null, problem: null });
  await waitFor(() => expect(call).toHaveBeenCalledWith("report_waiting", {}));
  expect(container.textContent).toBe("");
});
