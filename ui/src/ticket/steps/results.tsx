// 检测结果: every parameter of the standard with its unit and limit, a column of values typed or pasted (3). No verdict
// stands here: the program judges when they are saved, by the limits of that day.
import { Alert, Button, Flex, Form, Input, Skeleton } from "antd";
import { useEffect, useRef, useState, type ClipboardEvent, type KeyboardEvent } from "react";
import { useRead } from "../../call/use";
import type { Parameter, TicketView } from "../../gen/wire";
import { entered } from "../../part/keys";
import { Failed } from "../../part/refusal";
import { limitText } from "../facts/value";
import { Words } from "./parts";
import { absentWords, pasteColumn } from "./values";

export function ResultFields({ view }: { view: TicketView }) {
  const standard = useRead("standard_get", {});
  const found = view.ticket.case;
  const again = found.kind === "water_quality" && found.results.length > 0;
  if (standard.error) return <Failed error={standard.error} again={() => void standard.refetch()} />;
  return (
    <>
      {again && (
        <Alert
          type="warning"
          showIcon
          style={{ marginBottom: 12 }}
          title="已有检测结果。保存后以新结果为准，原结果保留在办理记录中。"
        />
      )}
      {standard.data ? <Values parameters={standard.data.standard.parameters} source={standard.data.standard.source} /> : <Skeleton active />}
      <div className="pair">
        <Words name="analyst" label="检测人" needed />
        <Words name="reviewer" label="审核人" />
      </div>
      <Words name="note" label={again ? "更正原因" : "说明"} needed={again} rows={2} />
    </>
  );
}

function Values({ parameters, source }: { parameters: Parameter[]; source: string }) {
  const form = Form.useFormInstance();
  const table = useRef<HTMLDivElement>(null);
  const [left, setLeft] = useState(0);
  const codes = parameters.map(({ code }) => code);
  useEffect(() => {
    // The unit somebody saw while typing is the unit that is sent.
    form.setFieldValue("units", Object.fromEntries(parameters.map(({ code, unit }) => [code, unit])));
  }, [form, parameters]);

  const go = (row: number) => table.current?.querySelectorAll("input")[row]?.focus();
  const keys = (event: KeyboardEvent, row: number) => {
    if (event.ctrlKey || event.metaKey) return;
    const step = entered(event) || event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    go(row + step);
  };
  const paste = (event: ClipboardEvent, row: number) => {
    const pasted = pasteColumn(event.clipboardData.getData("text"), codes, row);
    if (!pasted) return;
    event.preventDefault();
    for (const [code, value] of Object.entries(pasted.values)) {
      form.setFields([{ name: ["values", code], value, touched: true, errors: [] }]);
    }
    setLeft(pasted.left);
  };
  const absent = parameters.filter(({ limit }) => limit.is === "absent");
  const none = () => {
    for (const parameter of absent) {
      const name = ["values", parameter.code];
      const typed = form.getFieldValue(name) as string | undefined;
      if (!typed?.trim()) form.setFields([{ name, value: absentWords(parameter)[0], touched: true, errors: [] }]);
    }
  };

  return (
    <>
      <Flex justify="space-between" align="center" gap={8} wrap style={{ marginBottom: 6 }}>
        <span className="quiet">
          按 {source} 判定。回车到下一项；可从表格复制一列数值粘贴；低于检出限填“&lt;0.01”；没有检测的不填。
        </span>
        <Button size="small" onClick={none} disabled={absent.length === 0}>
          不得检出的各项填“未检出”
        </Button>
      </Flex>
      {left > 0 && (
        <Alert
          type="warning"
          showIcon
          closable={{ onClose: () => setLeft(0) }}
          style={{ marginBottom: 8 }}
          title={`粘贴的内容比指标多 ${left} 行，多出的没有填入，请核对是否错行。`}
        />
      )}
      <div className="values" ref={table}>
        <div className="value-row quiet" aria-hidden>
          <span>指标</span>
          <span>限值</span>
          <span>检测值</span>
          <span>单位</span>
        </div>
        {parameters.map((parameter, row) => (
          <Row key={parameter.code} parameter={parameter} keys={(event) => keys(event, row)} paste={(event) => paste(event, row)} />
        ))}
      </div>
      <Form.Item
        name="values"
        // Carries what is wrong with the list as a whole; the values themselves stand in the rows.
        noStyle
        rules={[{ validator: (_, values: Record<string, string> | undefined) => some(values) }]}
      >
        <Nothing />
      </Form.Item>
      <WholeError />
    </>
  );
}

const Nothing = () => null;

function WholeError() {
  return (
    <Form.Item noStyle shouldUpdate>
      {({ getFieldError }) => <Form.ErrorList errors={getFieldError("values")} />}
    </Form.Item>
  );
}

function some(values: Record<string, string | undefined> | undefined): Promise<void> {
  const any = Object.values(values ?? {}).some((value) => value?.trim());
  return any ? Promise.resolve() : Promise.reject(new Error("请至少填写一项检测值。"));
}

interface RowProps {
  parameter: Parameter;
  keys: (event: KeyboardEvent) => void;
  paste: (event: ClipboardEvent) => void;
}

function Row({ parameter, keys, paste }: RowProps) {
  const form = Form.useFormInstance();
  const { code, zh, unit, limit } = parameter;
  const fill = (value: string) => form.setFields([{ name: ["values", code], value, touched: true, errors: [] }]);
  return (
    <div className="value-row">
      <span>{zh}</span>
      <span className="number">{limitText(limit)}</span>
      <Flex gap={4} align="start">
        <Form.Item name={["values", code]} style={{ margin: 0, flex: 1 }}>
          <Input size="small" autoComplete="off" aria-label={zh} onKeyDown={keys} onPaste={paste} />
        </Form.Item>
        {limit.is === "absent" &&
          absentWords(parameter).map((word) => (
            <Button key={word} size="small" tabIndex={-1} onClick={() => fill(word)}>
              {word}
            </Button>
          ))}
      </Flex>
      <span className="quiet">{unit || "—"}</span>
    </div>
  );
}
