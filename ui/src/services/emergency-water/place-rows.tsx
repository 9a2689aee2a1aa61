// Rows of places, by keyboard: Enter in the last field begins the next row, several lines pasted fill several rows.
import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { Alert, AutoComplete, Button, Form, Input, InputNumber } from "antd";
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
  const [bad, setBad] = useState<string[]>([]);
  const rowsNow = () => (form.getFieldValue(path) ?? []) as PlaceRow[];
  // A row begun by a slip is left out of what is sent; it must not stand in the way either.
  const must = (row: number, message: string) => ({
    validator: (_: unknown, value: unknown) => {
      const rows = rowsNow();
      const skipped = isBlankPlaceRow(rows[row]) && rows.some((other) => !isBlankPlaceRow(other));
      const there = typeof value === "number" || (typeof value === "string" && value.trim() !== "");
      return skipped || there ? Promise.resolve() : Promise.reject(new Error(message));
    },
  });
  const focus = (row: number) => {
    // The row stands in the page only after the form has drawn it.
    setTimeout(() => document.getElementById([...path, row, "community"].join("_"))?.focus());
  };
  const paste = (event: ClipboardEvent, row: number) => {
    const text = event.clipboardData.getData("text");
    if (!hasPlaceRows(text)) return;
    event.preventDefault();
    const read = parsePlaces(text);
    const rows = rowsNow();
    const before = rows.slice(0, row).concat(isBlankPlaceRow(rows[row]) ? [] : rows.slice(row, row + 1));
    const after = rows.slice(row + 1).filter((one) => !isBlankPlaceRow(one));
    form.setFieldValue(path, [...before, ...read.places, ...after]);
    setBad(read.bad);
    focus(before.length + read.places.length - 1);
  };
  return (
    <Form.List
      name={path}
      rules={needed ? [{ validator: (_, rows: PlaceRow[] | undefined) => some(rows) }] : []}
    >
      {(fields, { add, remove }, { errors }) => (
        <div className="places">
          <div className="place-row quiet" aria-hidden>
            <span>小区</span>
            <span>楼栋（不填即整个小区）</span>
            <span>户数</span>
          </div>
          {fields.map(({ key, name }) => (
            <div key={key} className="place-row" onPaste={(event) => paste(event, name)}>
              <Form.Item name={[name, "community"]} rules={[must(name, "请填写小区。")]}>
                <AutoComplete options={communities} showSearch={{ filterOption: true }}>
                  <Input aria-label={`小区 ${name + 1}`} autoComplete="off" />
                </AutoComplete>
              </Form.Item>
              <Form.Item name={[name, "building"]}>
                <Input aria-label={`楼栋 ${name + 1}`} autoComplete="off" placeholder="例如：3 号楼" />
              </Form.Item>
              <Form.Item name={[name, "households"]} rules={[must(name, "请填写户数。")]}>
                <InputNumber
                  aria-label={`户数 ${name + 1}`}
                  min={1}
                  max={100_000}
                  precision={0}
                  suffix="户"
                  style={{ width: "100%" }}
                  onKeyDown={(event) => {
                    if (!isEnterKey(event) || event.ctrlKey || event.metaKey) return;
                    event.preventDefault();
                    if (name === fields.length - 1) add({});
                    focus(name + 1);
                  }}
                />
              </Form.Item>
              <Button icon={<DeleteOutlined />} aria-label={`删除第 ${name + 1} 处`} onClick={() => remove(name)} />
            </div>
          ))}
          <Form.ErrorList errors={errors} />
          <div style={{ margin: "0 0 10px" }}>
            <Button
              icon={<PlusOutlined />}
              onClick={() => {
                add({});
                focus(fields.length);
              }}
              onPaste={(event) => paste(event, fields.length)}
            >
              添加停水地点
            </Button>
            <span className="quiet" style={{ marginLeft: 10 }}>
              在户数中按回车添加下一处；也可从表格复制“小区、楼栋、户数”多行，直接粘贴。
            </span>
          </div>
          {bad.length > 0 && (
            <Alert
              type="warning"
              showIcon
              closable={{ onClose: () => setBad([]) }}
              style={{ marginBottom: 10 }}
              title={`有 ${bad.length} 行没有读懂，请手工填写：${bad.slice(0, 5).join("；")}`}
            />
          )}
        </div>
      )}
    </Form.List>
  );
}

function some(rows: PlaceRow[] | undefined): Promise<void> {
  return (rows ?? []).length > 0 ? Promise.resolve() : Promise.reject(new Error("请至少填写一处停水地点。"));
}
