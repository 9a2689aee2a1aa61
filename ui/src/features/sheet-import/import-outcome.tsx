// What a sheet would bring, or has brought: how many are new, changed, the same and bad; every bad row with its reason, and the
// bad ones as a sheet to be corrected.
import { DownloadOutlined } from "@ant-design/icons";
import { Alert, Button, Checkbox, Flex, Radio, Table, type TableProps } from "antd";
import { useState } from "react";
import { useChange } from "../../api/use-command";
import type { BadSheetRow, ChangedCustomer, EmbeddedPhones } from "../../gen/wire";
import { useShowRefusal } from "../../shared/dialogs/refusal";
import { SegmentedControl } from "../../shared/table/segments";
import { saveFile } from "../../api/platform";
import { toSelectOptions as choices, words } from "../../shared/text/options";
import type { ImportOutcome, ImportKind, ImportOptions, ImportSheet } from "./import-kind";
import { describeHouseholdChanges, describeBadLine } from "./column-mapping";

interface Props {
  kind: ImportKind;
  checked: ImportOutcome;
  options: ImportOptions;
  /** Looks through it again with other options; left out when it is done. */
  again: ((options: ImportOptions) => void) | undefined;
  sheet: ImportSheet | null;
  /** Whether no column says where a household lies. */
  noArea: boolean;
}

type List = "bad" | "changes" | "found";

export function ImportOutcomeView({ kind, checked, options, again, sheet, noArea }: Props) {
  const { changed, bad, inside } = checked;
  const households = kind.name === "customer";
  const lists = ([
    ["bad", `不能导入（${bad}）`, bad],
    ["changes", `更新（${changed}）`, changed],
    ["found", `文字中找到的电话（${inside}）`, inside],
  ] as const).filter(([, , many]) => many > 0);
  const [picked, setList] = useState<List>("bad");
  const list = lists.some(([name]) => name === picked) ? picked : lists[0]?.[0];
  const counts = kind.counts(checked, options);
  const nothing = kind.many(checked, options) === 0;
  return (
    <>
      {checked.written ? (
        <Alert type="success" showIcon title={`已导入：${counts}。${bad > 0 ? `另有 ${bad} 行没有导入。` : ""}`} />
      ) : (
        <Alert
          type={bad > 0 ? "warning" : nothing ? "info" : "success"}
          showIcon
          title={nothing ? `没有可以导入的内容：${counts}。` : `可导入：${counts}。`}
          description={bad > 0 ? `${bad} 行有问题，不会导入。可以另存为表格，改好后再导入这份表格。` : undefined}
        />
      )}
      {"known" in checked && checked.added > 0 && (
        <span>
          其中 {checked.known} 张归入已有的用户（按户号，没有户号的按电话或姓名和地址，都要只有一户相符），其余按原样保存。
          {checked.over > 0 && `有 ${checked.over} 张已超过个人信息的保存年限，下次到期清除时会清除其中的个人信息。`}
        </span>
      )}
      {again && (
        <Flex vertical gap={4} align="start">
          {households && (changed > 0 || !options.update) && (
            <Checkbox checked={options.update} onChange={(event) => again({ ...options, update: event.target.checked })}>
              已有档案、内容有改动的，按表格更新（{changed} 户）
            </Checkbox>
          )}
          {(inside > 0 || !options.phones_inside) && (
            <Checkbox checked={options.phones_inside} onChange={(event) => again({ ...options, phones_inside: event.target.checked })}>
              电话和其他文字写在一起的，登记其中的电话
            </Checkbox>
          )}
          {noArea && (
            <Flex gap={8} align="center">
              <span id="import-area">表格没有“区域”列，新用户登记为</span>
              <Radio.Group
                aria-labelledby="import-area"
                optionType="button"
                value={options.area}
                options={choices(words.AddressArea)}
                onChange={(event) => again({ ...options, area: event.target.value as ImportOptions["area"] })}
              />
            </Flex>
          )}
        </Flex>
      )}
      {list && (
        <Flex gap={8} justify="space-between" wrap>
          <SegmentedControl<List>
            label="查看"
            value={list}
            onChange={setList}
            options={lists.map(([value, label]) => ({ value, label }))}
          />
          {bad > 0 && sheet && <SaveBad kind={kind} sheet={sheet} />}
        </Flex>
      )}
      {list === "bad" && <Lines lines={checked.bad_lines} of={bad} where="，全部的行请另存为表格查看" columns={BAD} />}
      {list === "changes" && "changes" in checked && <Lines lines={checked.changes} of={changed} columns={CHANGES} />}
      {list === "found" && <Lines lines={checked.found} of={inside} columns={FOUND} />}
    </>
  );
}

function SaveBad({ kind, sheet }: { kind: ImportKind; sheet: ImportSheet }) {
  const make = useChange(`${kind.name}_sheet_rejected`);
  const say = useShowRefusal();
  const save = () =>
    make.mutate(sheet, {
      onSuccess: (file) => void saveFile(file.name, file.base64, file.media).catch(say),
      onError: say,
    });
  return (
    <Button icon={<DownloadOutlined />} loading={make.isPending} onClick={save}>
      另存不能导入的行
    </Button>
  );
}

interface LinesProps<T> {
  lines: T[];
  of: number;
  /** Where all of them are, if not here. */
  where?: string;
  columns: NonNullable<TableProps<T>["columns"]>;
}

/** Rows of the sheet; many are turned over in pages, and where not all are told, that is said. */
function Lines<T extends { row: number }>({ lines, of, where = "", columns }: LinesProps<T>) {
  return (
    <>
      {lines.length < of && <span className="quiet">{`先列出 ${lines.length} 行，共 ${of} 行${where}。`}</span>}
      <Table<T>
        size="small"
        rowKey="row"
        dataSource={lines}
        pagination={{ pageSize: 50, hideOnSinglePage: true, showSizeChanger: false }}
        columns={[{ title: "行", dataIndex: "row", width: "5em", className: "number" }, ...columns]}
      />
    </>
  );
}

const BAD: LinesProps<BadSheetRow>["columns"] = [
  { title: "内容", dataIndex: "text", ellipsis: true },
  { title: "原因", width: "24em", render: (_, { problem }) => <span className="bad">{describeBadLine(problem)}</span> },
];

const CHANGES: LinesProps<ChangedCustomer>["columns"] = [
  { title: "用户", width: "16em", ellipsis: true, render: (_, { before }) => `${before.name}　户号 ${before.account_number}` },
  { title: "改动", render: (_, { before, after }) => describeHouseholdChanges(before, after) },
];

const FOUND: LinesProps<EmbeddedPhones>["columns"] = [
  { title: "原文", dataIndex: "text", ellipsis: true },
  { title: "登记的电话", width: "20em", className: "number", render: (_, { phones }) => phones.join("、") },
];
