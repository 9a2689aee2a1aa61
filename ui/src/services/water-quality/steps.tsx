// 水质化验: sample, custody, results (3). Verdicts are the program's; nothing here is judged on the screen.
import { Alert, App, AutoComplete, Form, Input, InputNumber, Radio, Skeleton, Table } from "antd";
import { useEffect, type ClipboardEvent } from "react";
import { useRead } from "../../api/use-command";
import type { WaterParameter, TicketView } from "../../gen/wire";
import { isEnterKey } from "../../shared/keyboard/key-events";
import type { StepForms } from "../common/step-form";
import { formatLimit } from "../common/value-text";
import { FailureAlert } from "../../shared/dialogs/refusal";
import { ChoiceField, requireField, START_TIME_LABELS, TimeField, TextField } from "../common/shared-fields";
import { SendInspectionFields } from "../leak-detection/steps";
import { parsePastedColumn, spreadColumn, toEnteredResults, toTypedResults } from "./results";

const SampleFields = () => (
  <>
    <Alert type="info" showIcon style={{ marginBottom: 12 }} title="下面的“办理人”是取样人，由其保管水样直到交接。" />
    <TimeField name="happened_at" label={START_TIME_LABELS.sample} />
    <TextField name="sample_number" label="样品编号" needed />
    <TextField name="place" label="取样点" needed hint="如：厨房冷水龙头" />
    <Form.Item name="bottles" label="数量" rules={requireField("数量")}>
      <InputNumber min={1} max={50} precision={0} suffix="瓶" style={{ width: 140 }} />
    </Form.Item>
    <Form.Item name="customer_present" label="用户是否在场" rules={[{ required: true, message: "请选择。" }]}>
      <Radio.Group
        options={[
          { value: true, label: "在场（须签字确认取样）" },
          { value: false, label: "不在场" },
        ]}
      />
    </Form.Item>
    <TextField name="note" label="现场情况" rows={2} />
  </>
);

function Holder({ view }: { view: TicketView }) {
  const found = view.ticket.case;
  const last = found.kind === "water_quality" ? found.custody.at(-1) : undefined;
  if (!last || last.to !== null) return null;
  return <Alert type="info" showIcon style={{ marginBottom: 12 }} title={`水样现由 ${last.holder} 保管`} />;
}

const PassSampleFields = ({ view }: { view: TicketView }) => (
  <>
    <Holder view={view} />
    <TextField name="to" label="交给谁" needed />
    <TextField name="note" label="途中怎样保存" />
  </>
);

const ReceiveSampleFields = ({ view }: { view: TicketView }) => (
  <>
    <Holder view={view} />
    <TextField name="received_by" label="收样人" needed />
    <ChoiceField
      name="seal_whole"
      label="封签是否完好"
      options={[
        { value: true, label: "完好" },
        { value: false, label: "破损或没有封签" },
      ]}
    />
    <TextField name="condition" label="样品状态" needed hint="如：瓶体完好、冷藏送达" />
  </>
);

const EnterResultsFields = ({ view }: { view: TicketView }) => {
  const standard = useRead("standard_get", {});
  const found = view.ticket.case;
  const replaces = found.kind === "water_quality" && found.results.length > 0;
  const form = Form.useFormInstance();
  useEffect(() => {
    const all = standard.data?.standard.parameters ?? [];
    form.setFieldValue("units", Object.fromEntries(all.map(({ code, unit }) => [code, unit])));
  }, [form, standard.data]);
  if (standard.error) return <FailureAlert error={standard.error} again={() => void standard.refetch()} />;
  if (!standard.data) return <Skeleton active />;
  const { source, edition, parameters } = standard.data.standard;
  return (
    <>
      <p className="quiet" style={{ marginTop: 0 }}>
        依据 {source}（{edition}）。只填写检测了的项目；低于检出限填“&lt;0.01”，没有检出填“未检出”。合格与否由程序判定。
      </p>
      <Values parameters={parameters} />
      <div className="pair" style={{ marginTop: 12 }}>
        <TextField name="analyst" label="检测人" needed />
        <TextField name="reviewer" label="复核人" />
      </div>
      <TextField name="note" label={replaces ? "更正结果的原因" : "说明"} needed={replaces} rows={2} />
    </>
  );
};

/** What the program refused goes away when the value is typed anew; a field without rules would keep it. */
const MENDED = [{ validator: () => Promise.resolve() }];

const id = (code: string) => `result-${code}`;

/** One line for each parameter: Enter goes on to the next, a column pasted from a sheet fills downwards. */
function Values({ parameters }: { parameters: WaterParameter[] }) {
  const form = Form.useFormInstance();
  const { message } = App.useApp();
  const fill = (event: ClipboardEvent, from: number) => {
    const column = parsePastedColumn(event.clipboardData.getData("text"));
    if (column.length < 2) return;
    event.preventDefault();
    const { filled, over } = spreadColumn(column, parameters.map((one) => one.code), from);
    // Told as typed, so that it is kept like what was typed.
    form.setFields(filled.map(([code, value]) => ({ name: ["values", code], value, touched: true })));
    if (over > 0) void message.warning(`粘贴的内容比项目多，最后 ${over} 个值没有填入，请核对。`, 8);
  };
  const next = (place: number) => document.getElementById(id(parameters[place + 1]?.code ?? ""))?.focus();
  return (
    <Table<WaterParameter>
      size="small"
      pagination={false}
      rowKey="code"
      dataSource={parameters}
      columns={[
        { title: "项目", dataIndex: "zh" },
        { title: "限值", width: 110, render: (_, one) => formatLimit(one.limit) },
        {
          title: "检测值",
          width: 150,
          render: (_, one, place) => (
            <Form.Item name={["values", one.code]} style={{ margin: 0 }} rules={MENDED}>
              <AutoComplete
                id={id(one.code)}
                options={one.limit.is === "absent" ? [{ value: "未检出" }, { value: "检出" }] : []}
                onInputKeyDown={(event) => {
                  if (!isEnterKey(event) || event.ctrlKey || event.metaKey) return;
                  event.preventDefault();
                  next(place);
                }}
              >
                <Input aria-label={`${one.zh} 检测值`} onPaste={(event) => fill(event, place)} autoComplete="off" />
              </AutoComplete>
            </Form.Item>
          ),
        },
        { title: "单位", width: 100, dataIndex: "unit" },
      ]}
    />
  );
}

/** Results that are replaced begin as they were typed. */
function initialResults({ ticket: { case: found } }: TicketView): Record<string, unknown> {
  const last = found.kind === "water_quality" ? found.results.at(-1)?.details : undefined;
  return last ? { values: toTypedResults(last), analyst: last.analyst, reviewer: last.reviewer } : { values: {} };
}

export const WATER_QUALITY_STEPS = {
  send_sampler: { Fields: SendInspectionFields },
  sample: { Fields: SampleFields, initial: () => ({ bottles: 1 }) },
  pass_sample: { Fields: PassSampleFields },
  receive_sample: { Fields: ReceiveSampleFields },
  enter_results: {
    Fields: EnterResultsFields,
    initial: initialResults,
    shape: (all) => {
      const { values, units } = all as { values?: Record<string, string>; units?: Record<string, string> };
      return { values: toEnteredResults(values ?? {}, units ?? {}), units: undefined };
    },
    wide: true,
  },
} satisfies StepForms;
