// The second step: which sheet of the file, and where its heads stand.
import { Alert, Flex, Form, InputNumber, Select, Table } from "antd";
import type { SheetHead, SheetPreview } from "../../gen/wire";
import { toColumnLetter } from "./column-mapping";

/** Rows that heads may take. */
const MOST = 5;

interface Props {
  name: string;
  seen: SheetPreview;
  /** Looks again, at another sheet or with other heads. */
  look: (at: { sheet?: number; head?: SheetHead }) => void;
  busy: boolean;
}

interface TopRow {
  row: number;
  cells: string[];
}

export function HeadStep({ name, seen, look, busy }: Props) {
  const { sheets, sheet, head, top, rows } = seen;
  const wide = Math.max(1, ...top.map((cells) => cells.length));
  const isHead = (row: number) => row >= head.row && row < head.row + head.rows;
  const become = (next: Partial<SheetHead>) => look({ sheet, head: { ...head, ...next } });
  return (
    <>
      <Flex gap={16} wrap align="center">
        <span>
          文件：<b>{name}</b>
        </span>
        {sheets.length > 1 && (
          <Form.Item label="工作表" style={{ margin: 0 }} htmlFor="import-sheet">
            <Select
              id="import-sheet"
              value={sheet}
              disabled={busy}
              style={{ minWidth: 160 }}
              onChange={(next) => look({ sheet: next })}
              options={sheets.map((label, value) => ({ value, label }))}
            />
          </Form.Item>
        )}
        <Form.Item label="表头从第几行开始" style={{ margin: 0 }} htmlFor="import-head">
          <InputNumber id="import-head" min={1} max={Math.max(1, top.length)} precision={0} value={head.row} onChange={(row) => row !== null && become({ row })} />
        </Form.Item>
        <Form.Item label="表头占几行" style={{ margin: 0 }} htmlFor="import-heads">
          <InputNumber id="import-heads" min={1} max={MOST} precision={0} value={head.rows} onChange={(next) => next !== null && become({ rows: next })} />
        </Form.Item>
      </Flex>
      {rows === 0 ? (
        <Alert type="warning" showIcon title="表头下面没有内容，请换一个工作表，或改一改表头的位置。" />
      ) : (
        <span role="status">
          表头以下共 <b className="number">{rows}</b> 行有内容。有底色的是表头，不对的请在上面更改。
        </span>
      )}
      {/* A wide sheet is moved by the arrows. */}
      <div role="region" aria-label="表格的前几行" tabIndex={0} style={{ overflowX: "auto" }}>
        <Table<TopRow>
          size="small"
          rowKey="row"
          pagination={false}
          tableLayout="fixed"
          style={{ minWidth: `${4 + wide * 9}em` }}
          dataSource={top.map((cells, place) => ({ row: place + 1, cells }))}
          rowClassName={({ row }) => (isHead(row) ? "sheet-head" : "")}
          columns={[
            { title: "行", dataIndex: "row", width: "4em", className: "number" },
            ...Array.from({ length: wide }, (_, place) => ({
              title: toColumnLetter(place),
              ellipsis: true,
              render: (_: unknown, { row, cells }: TopRow) => (isHead(row) ? <b>{cells[place]}</b> : cells[place]),
            })),
          ]}
        />
      </div>
    </>
  );
}
