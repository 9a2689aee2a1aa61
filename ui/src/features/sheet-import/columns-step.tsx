// The third step: what each column says. What is guessed can be changed; a column that is not needed is left out.
import { Alert, Form, Input, Select, Table, Tag } from "antd";
import type { SheetColumn, SheetField, SheetPreview } from "../../gen/wire";
import { words } from "../../gen/words";
import type { ImportKind } from "./import-kind";
import { assignColumn, toColumnLetter, type ColumnMapping } from "./column-mapping";

/** The longest name of a ledger. */
const NAME = 50;

interface Props {
  kind: ImportKind;
  seen: SheetPreview;
  columns: ColumnMapping;
  become: (columns: ColumnMapping) => void;
  lack: ReturnType<ImportKind["missing"]>;
  ledger: string;
  name: (ledger: string) => void;
}

interface Row extends SheetColumn {
  place: number;
}

export function ColumnsStep({ kind, seen, columns, become, lack, ledger, name }: Props) {
  const rows = seen.columns.map((column, place) => ({ ...column, place })).filter(({ head, samples }) => head !== "" || samples.length > 0);
  return (
    <>
      <span>左边是表格的列，右边选它是什么，不需要的选“不导入”。{kind.hint}</span>
      {kind.name === "old_ticket" && (
        <Form.Item
          label="来源"
          htmlFor="import-ledger"
          style={{ margin: 0 }}
          extra="台账或旧系统的名称。同一来源中，旧编号不能重复；补充导入时请填同一名称。"
          {...(ledger.trim() === "" ? { validateStatus: "error" as const, help: "请填写来源。" } : {})}
        >
          <Input id="import-ledger" value={ledger} maxLength={NAME} autoComplete="off" style={{ width: "20em" }} onChange={(event) => name(event.target.value)} />
        </Form.Item>
      )}
      {lack && <Alert type={lack.stops ? "error" : "warning"} showIcon title={lack.text} />}
      <Table<Row>
        size="small"
        rowKey="place"
        pagination={false}
        dataSource={rows}
        columns={[
          { title: "列", width: "4em", render: (_, { place }) => toColumnLetter(place) },
          { title: "表头", width: "13em", render: (_, { head }) => (head === "" ? <span className="quiet">（空白）</span> : <b>{head}</b>) },
          { title: "前几行", ellipsis: true, render: (_, { samples }) => samples.join("　") || <span className="quiet">没有内容</span> },
          {
            title: "导入为",
            width: "19em",
            render: (_, { place, head, with_phones }) => (
              <>
                <Select<SheetField | "">
                  aria-label={`第 ${toColumnLetter(place)} 列${head === "" ? "" : `“${head}”`}导入为`}
                  value={columns[place] ?? ""}
                  onChange={(column) => become(assignColumn(columns, place, column === "" ? null : column))}
                  style={{ width: "10em" }}
                  options={[{ value: "", label: "不导入" }, ...kind.fields.map((value) => ({ value, label: words.SheetField[value] }))]}
                />
                {with_phones > 0 && columns[place] === null && <Tag style={{ margin: "0 0 0 6px" }}>文字中有电话</Tag>}
              </>
            ),
          },
        ]}
      />
    </>
  );
}
