// Long work that is asked for in one call: it has a name, by which it can be watched and stopped while it runs.
import { useSyncExternalStore } from "react";
import type { CommandName } from "./platform";

/** What may take longer than somebody likes to wait without knowing, and what is being done meanwhile. */
const LONG: Partial<Record<CommandName, string>> = {
  report_figures: "正在统计",
  report_trend: "正在统计近十三个月",
  report_monthly: "正在生成报告",
  report_workbook: "正在生成 Excel 文件",
  report_csv: "正在生成 CSV 文件",
  ticket_export: "正在生成表格",
  report_close: "正在封账",
  community_import: "正在导入计划",
  customer_sheet_look: "正在读取表格",
  customer_sheet_check: "正在核对表格",
  customer_sheet_import: "正在导入用户档案",
  customer_sheet_rejected: "正在生成表格",
  old_ticket_sheet_look: "正在读取表格",
  old_ticket_sheet_check: "正在核对表格",
  old_ticket_sheet_import: "正在导入旧工单",
  old_ticket_sheet_rejected: "正在生成表格",
  backup_make: "正在备份",
  update_prepare: "正在备份并检查备份",
};

export interface RunningJob {
  id: string;
  doing: string;
}

let running: readonly RunningJob[] = [];
const listeners = new Set<() => void>();

function become(next: readonly RunningJob[]) {
  running = next;
  for (const listener of listeners) listener();
}

const listen = (listener: () => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

/** What is being done now. */
export const useRunningJobs = () => useSyncExternalStore(listen, () => running);

/** Does it under a name of its own, if it may take long. */
export async function trackJob<T>(name: CommandName, does: (work?: string) => Promise<T>): Promise<T> {
  const doing = LONG[name];
  if (doing === undefined) return does();
  const work = { id: crypto.randomUUID(), doing };
  become([...running, work]);
  try {
    return await does(work.id);
  } finally {
    become(running.filter((other) => other !== work));
  }
}
