// The third step: what each column says. What is guessed can be changed; a column that is not needed is left out.
import { Alert, Select, Table, Tag } from "antd";
import type { CustomerColumn, CustomerSheetSeen, SheetColumn } from "../../gen/wire";
import { options, words } from "../../text/options";
import { choose, letter, type Columns, type missing } from "./mapping";

interface Props {
  seen: CustomerSheetSeen;
  columns: Columns;
  become: (columns: Columns) => void;
  lack: ReturnType<typeof missing>;
}

interface Row extends SheetColumn {
  place: number;
}

export function ColumnsOf({ seen, columns, become, lack }: Props) {
  const rows = seen.columns.map((column, place) => ({ ...column, place })).filter(({ head, samples }) => head !== "" || samples.length > 0);
  return (
    <>
      <span>
        左边是表格的列，右边选它是什么，不需要的选“不导入”。电话和地址可以分在几列。空白的格子不会改动已有的内容。
      </span>
      {lack && <Alert type={lack.stops ? "error" : "warning"} showIcon title={lack.text} />}
      <Table<Row>
        size="small"
        rowKey="place"
        pagination={false}
        dataSource={rows}
        columns={[
          { title: "列", width: "4em", render: (_, { place }) => letter(place) },
          { title: "表头", width: "13em", render: (_, { head }) => (head === "" ? <span className="quiet">（空白）</span> : <b>{head}</b>) },
          { title: "前几行", ellipsis: true, render: (_, { samples }) => samples.join("　") || <span className="quiet">没有内容</span> },
          {
            title: "导入为",
            width: "19em",
            render: (_, { place, head, with_phones }) => (
              <>
                <Select<CustomerColumn | "">
                  aria-label={`第 ${letter(place)} 列${head === "" ? "" : `“${head}”`}导入为`}
                  value={columns[place] ?? ""}
                  onChange={(column) => become(choose(columns, place, column === "" ? null : column))}
                  style={{ width: "10em" }}
                  options={[{ value: "", label: "不导入" }, ...options(words.CustomerColumn)]}
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
