// Tickets picked in the list, and what is done with all of them: printed as one file, given to a crew, saved as a spreadsheet.
import { DownloadOutlined, PrinterOutlined, SendOutlined } from "@ant-design/icons";
import { Button, Card, Checkbox, Flex } from "antd";
import { useMemo, useState } from "react";
import { useBatchJob } from "../../api/batch-job";
import { useMay } from "../../session/desk-state";
import type { OutputFile, TicketColumn, TicketPrintMany, TicketRow } from "../../gen/wire";
import { useSaveFile } from "../../shared/files/save-file";
import { useHotkeys, type Hotkey } from "../../shared/keyboard/hotkeys";
import { KeyCap } from "../../shared/keyboard/key-cap";
import { BatchJobBar } from "../../shared/jobs/batch-job-bar";
import type { GridPicking } from "../../shared/table/data-grid";
import { useFilePreview } from "../../shared/pdf/print-preview";
import { BulkAssignDialog } from "./bulk-assign-dialog";
import { ASSIGN_COMMANDS } from "./bulk-assign";

export interface TicketSelection {
  ids: number[];
  /** With the rows that may not be picked yet, as far as they are at hand. */
  choose: (ids: number[], rows?: readonly TicketRow[]) => void;
  /** As they were when they were picked: one may have left the list since. */
  rows: readonly TicketRow[];
}

interface Kept {
  filter: string;
  ids: number[];
  rows: readonly TicketRow[];
}

/** What is picked under a filter: it stays while more pages are read, and goes with the filter, so that nothing is printed
 *  that is no longer to be seen. */
export function useTicketSelection(filter: string): TicketSelection {
  const [all, setKept] = useState<Kept>({ filter, ids: [], rows: [] });
  const kept = all.filter === filter ? all : { filter, ids: [], rows: [] };
  const choose = (ids: number[], more: readonly TicketRow[] = []) => {
    const wanted = new Set(ids);
    const rows = [...new Map([...kept.rows, ...more].map((row) => [row.id, row])).values()];
    setKept({ filter, ids, rows: rows.filter(({ id }) => wanted.has(id)) });
  };
  return { ids: kept.ids, rows: kept.rows, choose };
}

/** With it, or without it where it is picked already. */
export const togglePickedId = (ids: readonly number[], id: number): number[] => (ids.includes(id) ? ids.filter((one) => one !== id) : [...ids, id]);

/** The column of boxes; each says which ticket it picks, the one at the head all that have been read. A box is no stop of the keyboard:
 *  its row is, and Space picks there. With Shift everything from the box before it is picked as well. */
export function useRowPicking({ ids, choose }: TicketSelection, all: readonly TicketRow[]): GridPicking<TicketRow> {
  const [before, setBefore] = useState<number | null>(null);
  const picked = useMemo(() => new Set(ids), [ids]);
  const every = all.length > 0 && all.every(({ id }) => picked.has(id));
  return {
    picked,
    head: (
      <Checkbox
        aria-label="选择已列出的全部工单"
        checked={every}
        indeterminate={!every && ids.length > 0}
        disabled={all.length === 0}
        onChange={() => choose(every ? [] : [...new Set([...ids, ...all.map(({ id }) => id)])], all)}
      />
    ),
    label: ({ number }) => `选择工单 ${number}`,
    turn: (row, { shiftKey }) => {
      const [from, to] = [all.findIndex(({ id }) => id === before), all.indexOf(row)].sort((a, b) => a - b) as [number, number];
      const span = shiftKey && from >= 0 ? all.slice(from, to + 1) : [];
      setBefore(row.id);
      if (span.length > 0) choose([...new Set([...ids, ...span.map(({ id }) => id)])], all);
      else choose(togglePickedId(ids, row.id), [row]);
    },
  };
}

/** Picked tickets in the order of the list. */
export function sortByListOrder(ids: readonly number[], rows: readonly { id: number }[]): number[] {
  const picked = new Set(ids);
  const shown = new Set(rows.filter(({ id }) => picked.has(id)).map(({ id }) => id));
  return [...shown, ...ids.filter((id) => !shown.has(id))];
}

type Wanted = Pick<TicketPrintMany, "page" | "two_up">;

interface Printing {
  ask: Wanted & { tickets: number[] };
  done: number;
  of: number;
  file: OutputFile | null;
}

const NOTHING: Printing = { ask: { tickets: [] }, done: 0, of: 0, file: null };

/** One file of many tickets' forms, laid out part by part. */
function usePrinting(show: (file: OutputFile) => void) {
  return useBatchJob<"ticket_print_many", Printing>(
    "ticket_print_many",
    NOTHING,
    ({ ask, done, file }) => (file === null ? { ...ask, after: done } : null),
    ({ ask }, { done, of, file }) => ({ ask, done, of, file }),
    ({ file }) => void (file && show(file)),
  );
}

const NONE: Hotkey[] = [];

interface SelectedProps {
  selection: TicketSelection;
  /** What the list shows, in its order. */
  rows: readonly TicketRow[];
  columns: TicketColumn[];
}

/** What may be done with what is picked. */
export function SelectionBar({ selection, rows, columns }: SelectedProps) {
  const { ids, choose } = selection;
  const may = useMay();
  const { show, preview } = useFilePreview();
  const long = usePrinting(show);
  const [assigning, setAssigning] = useState(false);
  const { save, busy } = useSaveFile("ticket_export");
  const idle = !long.running && ids.length > 0;
  const assigns = ASSIGN_COMMANDS.some((step) => may(step));
  const prints = may("ticket_print_many");
  const exports = may("ticket_export");
  const print = (wanted: Wanted) => long.start({ ...NOTHING, ask: { tickets: sortByListOrder(ids, rows), ...wanted } });
  const workOrders = () => print({ page: "work_order" });
  const spreadsheet = () => save({ query: {}, tickets: sortByListOrder(ids, rows), columns });
  const keys: Hotkey[] = [
    ...(assigns ? [{ press: "M", does: "批量派工", group: "本页" as const, run: () => setAssigning(true) }] : []),
    ...(prints ? [{ press: "P", does: "打印所选工单的派工单", group: "本页" as const, run: workOrders }] : []),
    ...(exports ? [{ press: "X", does: "导出所选工单", group: "本页" as const, run: spreadsheet }] : []),
  ];
  useHotkeys(idle && !busy ? keys : NONE);
  if (ids.length === 0 && !long.running && !assigning) return preview;
  return (
    <Card size="small" className="selected" role="region" aria-label="已选工单">
      <Flex gap={8} align="center" wrap>
        <span aria-live="polite">已选 {ids.length} 张</span>
        {assigns && (
          <Button type="primary" icon={<SendOutlined />} disabled={!idle} aria-keyshortcuts="M" onClick={() => setAssigning(true)}>
            批量派工 <KeyCap of="M" />
          </Button>
        )}
        {prints && (
          <>
            <Button icon={<PrinterOutlined />} disabled={!idle} aria-keyshortcuts="P" onClick={workOrders}>
              打印派工单 <KeyCap of="P" />
            </Button>
            <Button disabled={!idle} onClick={() => print({ page: "work_order", two_up: true })}>
              打印派工单（一页两张）
            </Button>
            <Button disabled={!idle} onClick={() => print({})}>
              打印全部表单
            </Button>
          </>
        )}
        {exports && (
          <Button icon={<DownloadOutlined />} disabled={!idle} loading={busy} aria-keyshortcuts="X" onClick={spreadsheet}>
            导出所选 <KeyCap of="X" />
          </Button>
        )}
        <Button type="link" onClick={() => choose([])}>
          取消选择
        </Button>
        <BatchJobBar
          long={long}
          part={({ done, of }) => (of === 0 ? 0 : done / of)}
          words={({ done, of }) => (of > 0 && done === of ? `已排版 ${of} 份，正在生成文件` : `已排版 ${done} 份，共 ${of} 份`)}
        />
      </Flex>
      {assigning && <BulkAssignDialog selection={selection} rows={rows} close={() => setAssigning(false)} />}
      {preview}
    </Card>
  );
}
