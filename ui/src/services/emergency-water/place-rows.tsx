// Rows of places, by keyboard: Enter in the last field begins the next row, several lines pasted fill several rows.
import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { Alert, AutoComplete, Button, Form, Input, InputNumber, type FormInstance } from "antd";
import { useState, type ClipboardEvent } from "react";
import { useRead } from "../../api/use-command";
import { isEnterKey } from "../../shared/keyboard/key-events";
import { isBlankPlaceRow, hasPlaceRows, parsePlaces, type PlaceRow } from "../common/places";

interface Props {
  /** Path of the list in the form. */
  name: string[];
  /** Whether at least one row is needed. */
  needed?: boolean;
}

export function PlaceRows({ name: path, needed = true }: Props) {
  const form = Form.useFormInstance();
  const settings = useRead("settings_get", {});
  const communities = (settings.data?.settings.communities ?? []).map((value) => ({ value }));
  const { bad, clearBad, pasteRows } = usePastedRows(form, path);
  return (
    <Form.List
      name={path}
      rules={needed ? [{ validator: (_, rows: PlaceRow[] | undefined) => requireSomeRow(rows) }] : []}
    >
      {(fields, { add, remove }, { errors }) => (
        <div className="places">
          <div className="place-row quiet" aria-hidden>
            <span>小区</span>
            <span>楼栋（不填即整个小区）</span>
            <span>户数</span>
          </div>
          {fields.map(({ key, name }) => (
            <PlaceRowFields
              key={key}
              path={path}
              row={name}
              communities={communities}
              pasteRows={pasteRows}
              goToNextRow={() => {
                if (name === fields.length - 1) add({});
                focusPlaceRow(path, name + 1);
              }}
              removeRow={() => remove(name)}
            />
          ))}
          <Form.ErrorList errors={errors} />
          <AddPlaceLine
            addRow={() => {
              add({});
              focusPlaceRow(path, fields.length);
            }}
            pasteRows={(event) => pasteRows(event, fields.length)}
          />
          {bad.length > 0 && (
            <Alert
              type="warning"
              showIcon
              closable={{ onClose: clearBad }}
              style={{ marginBottom: 10 }}
              title={`有 ${bad.length} 行没有读懂，请手工填写：${bad.slice(0, 5).join("；")}`}
            />
          )}
        </div>
      )}
    </Form.List>
  );
}

const readRows = (form: FormInstance, path: string[]) => (form.getFieldValue(path) ?? []) as PlaceRow[];

/** A new row is in the page only after the form has drawn it. */
function focusPlaceRow(path: string[], row: number) {
  setTimeout(() => document.getElementById([...path, row, "community"].join("_"))?.focus());
}

/** Several lines pasted into a row fill it and the rows after it; `bad`: lines that could not be read. */
function usePastedRows(form: FormInstance, path: string[]) {
  const [bad, setBad] = useState<string[]>([]);
  const pasteRows = (event: ClipboardEvent, row: number) => {
    const text = event.clipboardData.getData("text");
    if (!hasPlaceRows(text)) return;
    event.preventDefault();
    const read = parsePlaces(text);
    const rows = readRows(form, path);
    const before = rows.slice(0, row).concat(isBlankPlaceRow(rows[row]) ? [] : rows.slice(row, row + 1));
    const after = rows.slice(row + 1).filter((one) => !isBlankPlaceRow(one));
    form.setFieldValue(path, [...before, ...read.places, ...after]);
    setBad(read.bad);
    focusPlaceRow(path, before.length + read.places.length - 1);
  };
  return { bad, clearBad: () => setBad([]), pasteRows };
}

/** A row begun by a slip is left out of what is sent; it must not prevent sending either. */
function requireInUsedRow(form: FormInstance, path: string[], row: number, message: string) {
  return {
    validator: (_: unknown, value: unknown) => {
      const rows = readRows(form, path);
      const isSkipped = isBlankPlaceRow(rows[row]) && rows.some((other) => !isBlankPlaceRow(other));
      const isFilled = typeof value === "number" || (typeof value === "string" && value.trim() !== "");
      return isSkipped || isFilled ? Promise.resolve() : Promise.reject(new Error(message));
    },
  };
}

function requireSomeRow(rows: PlaceRow[] | undefined): Promise<void> {
  return (rows ?? []).length > 0 ? Promise.resolve() : Promise.reject(new Error("请至少填写一处停水地点。"));
}

interface RowProps {
  path: string[];
  row: number;
  communities: { value: string }[];
  pasteRows: (event: ClipboardEvent, row: number) => void;
  goToNextRow: () => void;
  removeRow: () => void;
}

function PlaceRowFields({ path, row, communities, pasteRows, goToNextRow, removeRow }: RowProps) {
  const form = Form.useFormInstance();
  return (
    <div className="place-row" onPaste={(event) => pasteRows(event, row)}>
      <Form.Item name={[row, "community"]} rules={[requireInUsedRow(form, path, row, "请填写小区。")]}>
        <AutoComplete options={communities} showSearch={{ filterOption: true }}>
          <Input aria-label={`小区 ${row + 1}`} autoComplete="off" />
        </AutoComplete>
      </Form.Item>
      <Form.Item name={[row, "building"]}>
        <Input aria-label={`楼栋 ${row + 1}`} autoComplete="off" placeholder="例如：3 号楼" />
      </Form.Item>
      <Form.Item name={[row, "households"]} rules={[requireInUsedRow(form, path, row, "请填写户数。")]}>
        <InputNumber
          aria-label={`户数 ${row + 1}`}
          min={1}
          max={100_000}
          precision={0}
          suffix="户"
          style={{ width: "100%" }}
          onKeyDown={(event) => {
            if (!isEnterKey(event) || event.ctrlKey || event.metaKey) return;
            event.preventDefault();
            goToNextRow();
          }}
        />
      </Form.Item>
      <Button icon={<DeleteOutlined />} aria-label={`删除第 ${row + 1} 处`} onClick={removeRow} />
    </div>
  );
}

function AddPlaceLine({ addRow, pasteRows }: { addRow: () => void; pasteRows: (event: ClipboardEvent) => void }) {
  return (
    <div style={{ margin: "0 0 10px" }}>
      <Button icon={<PlusOutlined />} onClick={addRow} onPaste={pasteRows}>
        添加停水地点
      </Button>
      <span className="quiet" style={{ marginLeft: 10 }}>
        在户数中按回车添加下一处；也可从表格复制“小区、楼栋、户数”多行，直接粘贴。
      </span>
    </div>
  );
}
