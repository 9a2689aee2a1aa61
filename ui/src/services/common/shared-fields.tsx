// Pieces that several step forms share.
import { AutoComplete, Form, Input, Radio, Select } from "antd";
import { useRead } from "../../api/use-command";
import type { Department, StepKind } from "../../gen/wire";
import { toSelectOptions, words } from "../../shared/text/options";
import { DateTimePicker } from "../../shared/time/date-time-picker";
import { SnippetArea } from "../../shared/text/snippet-area";

export const requireField = (what: string) => [{ required: true, message: `请填写${what}。` }];

/** Steps that are written down afterwards: when it began is asked first and never taken for now. */
export const START_TIME_LABELS = {
  sample: "取样时间",
  hold_event: "活动开始时间",
  make_trip: "出车时间",
} as const satisfies Partial<Record<StepKind, string>>;

interface TextProps {
  name: string;
  label: string;
  needed?: boolean;
  rows?: number;
  hint?: string;
}

/** A line, or more where `rows` says so. */
export function TextField({ name, label, needed = false, rows, hint }: TextProps) {
  const rules = needed ? [{ required: true, whitespace: true, message: `请填写${label}。` }] : [];
  return (
    <Form.Item name={name} label={needed ? label : `${label}（可不填）`} rules={rules}>
      {rows ? (
        <SnippetArea autoSize={{ minRows: rows, maxRows: 10 }} placeholder={hint} />
      ) : (
        <Input autoComplete="off" placeholder={hint} />
      )}
    </Form.Item>
  );
}

export function TimeField({ name, label }: { name: string; label: string }) {
  return (
    <Form.Item name={name} label={label} rules={requireField(label)}>
      <DateTimePicker />
    </Form.Item>
  );
}

function useCrews() {
  const settings = useRead("settings_get", {});
  return (settings.data?.settings.crews ?? []).filter((crew) => crew.active);
}

/** One of a few, none chosen unasked. */
export function ChoiceField({ name, label, options: choices }: { name: string; label: string; options: { value: string | boolean; label: string }[] }) {
  return (
    <Form.Item name={name} label={label} rules={[{ required: true, message: `请选择${label}。` }]}>
      <Radio.Group optionType="button" options={choices} />
    </Form.Item>
  );
}

export function DepartmentsField({ label }: { label: string }) {
  return (
    <Form.Item name="departments" label={label} rules={[{ required: true, message: `请选择${label}。` }]}>
      <Select mode="multiple" options={toSelectOptions(words.Department)} />
    </Form.Item>
  );
}

/** A crew; of one department where only its crews do this work. */
export function CrewField({ label = "班组", department }: { label?: string; department?: Department }) {
  const crews = useCrews().filter((crew) => department === undefined || crew.department === department);
  return (
    <Form.Item name="crew" label={label} rules={[{ required: true, message: `请选择${label}。` }]}>
      <Select
        options={crews.map(({ name }) => ({ value: name, label: name }))}
        placeholder={`请选择${label}`}
        notFoundContent={crews.length === 0 ? "还没有班组，请管理员在设置中添加。" : undefined}
      />
    </Form.Item>
  );
}

/** Who goes: a name of the crew, or another. */
export function GoesField({ needed = false }: { needed?: boolean }) {
  const crews = useCrews();
  const chosen: unknown = Form.useWatch("crew");
  const members = crews.find((crew) => crew.name === chosen)?.members ?? [];
  return (
    <Form.Item
      name="goes"
      label={needed ? "前往人员" : "前往人员（可不填，由班组安排）"}
      rules={needed ? requireField("前往人员") : []}
    >
      <AutoComplete options={members.map((value) => ({ value }))} placeholder="姓名" />
    </Form.Item>
  );
}
