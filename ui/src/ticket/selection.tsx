// Tickets picked in the list, and what is printed of them as one file.
import { PrinterOutlined } from "@ant-design/icons";
import { Button, Card, Flex, type TableProps } from "antd";
import { useState } from "react";
import { useLong } from "../call/long";
import type { FileOut, PrintMany, TicketRow } from "../gen/wire";
import { LongBar } from "../part/long";
import { useShown } from "../part/preview";

export interface Selection {
  ids: number[];
  choose: (ids: number[]) => void;
}

/** What is picked under a filter: it stays while more pages are read, and goes with the filter, so that nothing is printed
 *  that is no longer to be seen. */
export function useSelection(filter: string): Selection {
  const [kept, setKept] = useState<{ filter: string; ids: number[] }>({ filter, ids: [] });
  return { ids: kept.filter === filter ? kept.ids : [], choose: (ids) => setKept({ filter, ids }) };
}

/** The column of boxes; each says which ticket it picks. */
export function selecting({ ids, choose }: Selection): TableProps<TicketRow>["rowSelection"] {
  return {
    selectedRowKeys: ids,
    preserveSelectedRowKeys: true,
    columnWidth: 40,
    onChange: (keys) => choose(keys.map(Number)),
    getCheckboxProps: (row) => ({ "aria-label": `选择工单 ${row.number}` }) as object,
  };
}

/** Picked tickets in the order of the list. */
export function inOrder(ids: number[], rows: { id: number }[]): number[] {
  const shown = rows.filter(({ id }) => ids.includes(id)).map(({ id }) => id);
  return [...shown, ...ids.filter((id) => !shown.includes(id))];
}

type Wanted = Pick<PrintMany, "page" | "two_up">;

interface Printing {
  ask: Wanted & { tickets: number[] };
  done: number;
  of: number;
  file: FileOut | null;
}

const NOTHING: Printing = { ask: { tickets: [] }, done: 0, of: 0, file: null };

/** One file of many tickets' forms, laid out part by part. */
function usePrinting(show: (file: FileOut) => void) {
  return useLong<"ticket_print_many", Printing>(
    "ticket_print_many",
    NOTHING,
    ({ ask, done, file }) => (file === null ? { ...ask, after: done } : null),
    ({ ask }, { done, of, file }) => ({ ask, done, of, file }),
    ({ file }) => void (file && show(file)),
  );
}

/** What may be done with what is picked. */
export function Selected({ selection: { ids, choose }, rows }: { selection: Selection; rows: TicketRow[] }) {
  const { show, preview } = useShown();
  const long = usePrinting(show);
  if (ids.length === 0 && !long.running) return preview;
  const print = (wanted: Wanted) => long.start({ ...NOTHING, ask: { tickets: inOrder(ids, rows), ...wanted } });
  const idle = !long.running && ids.length > 0;
  return (
    <Card size="small" className="selected" role="region" aria-label="已选工单">
      <Flex gap={8} align="center" wrap>
        <span aria-live="polite">已选 {ids.length} 张</span>
        <Button icon={<PrinterOutlined />} disabled={!idle} onClick={() => print({ page: "work_order" })}>
          打印派工单
        </Button>
        <Button disabled={!idle} onClick={() => print({ page: "work_order", two_up: true })}>
          打印派工单（一页两张）
        </Button>
        <Button disabled={!idle} onClick={() => print({})}>
          打印全部表单
        </Button>
        <Button type="link" onClick={() => choose([])}>
          取消选择
        </Button>
        <LongBar
          long={long}
          part={({ done, of }) => (of === 0 ? 0 : done / of)}
          words={({ done, of }) => (of > 0 && done === of ? `已排版 ${of} 份，正在生成文件` : `已排版 ${done} 份，共 ${of} 份`)}
        />
      </Flex>
      {preview}
    </Card>
  );
}
