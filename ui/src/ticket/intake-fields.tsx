// The fields of a report: who and where, what is wrong.
import { AutoComplete, Button, Form, Input, Radio, Segmented, Tag, type FormInstance } from "antd";
import { useRead } from "../call/use";
import { options, words } from "../text/options";
import type { Draft } from "./draft";

const filled = (what: string) => [{ required: true, whitespace: true, message: `请填写${what}。` }];

export function HouseholdFields({ linked, form }: { linked: number | null; form: FormInstance<Draft> }) {
  const settings = useRead("settings_get", {});
  const communities = settings.data?.settings.communities ?? [];
  return (
    <>
      {linked !== null && (
        <div style={{ marginBottom: 8 }}>
          <Tag color="blue">已关联用户档案</Tag>
          <Button size="small" type="link" onClick={() => form.setFieldsValue({ customer: null, account_number: "" })}>
            取消关联
          </Button>
        </div>
      )}
      <Form.Item name="customer" hidden>
        <Input />
      </Form.Item>
      <div className="triple">
        <Form.Item name="name" label="用户姓名" rules={filled("用户姓名")}>
          <Input autoComplete="off" />
        </Form.Item>
        <Form.Item name="phone" label="联系电话" rules={filled("联系电话")}>
          <Input autoComplete="off" inputMode="tel" />
        </Form.Item>
        <Form.Item name="account_number" label="户号（可不填）">
          <Input autoComplete="off" readOnly={linked !== null} />
        </Form.Item>
      </div>
      <Form.Item name="address" label="详细地址" rules={filled("详细地址")}>
        <Input autoComplete="off" placeholder="小区、楼号、单元、房间" />
      </Form.Item>
      <div className="triple">
        <Form.Item name="community" label="小区（可不填）">
          <AutoComplete options={communities.map((value) => ({ value }))} showSearch={{ filterOption: true }} />
        </Form.Item>
        <Form.Item name="area" label="区域">
          <Radio.Group optionType="button" options={options(words.Area)} />
        </Form.Item>
        <Form.Item name="external_number" label="来源单号（可不填）" tooltip="其他平台转来时的编号">
          <Input autoComplete="off" />
        </Form.Item>
      </div>
    </>
  );
}

const asked = [
  { value: "yes", label: "能" },
  { value: "no", label: "不能" },
  { value: "unasked", label: "未问" },
];

/** Yes, no, or not asked. */
function YesNo({ value, onChange, yes, no, id }: {
  id?: string;
  value?: boolean | null;
  onChange?: (value: boolean | null) => void;
  yes: string;
  no: string;
}) {
  const shown = value === true ? "yes" : value === false ? "no" : "unasked";
  const choices = asked.map((one) => ({ ...one, label: one.value === "yes" ? yes : one.value === "no" ? no : one.label }));
  return (
    <Segmented
      id={id}
      value={shown}
      options={choices}
      onChange={(picked) => onChange?.(picked === "unasked" ? null : picked === "yes")}
    />
  );
}

export function ReportFields() {
  return (
    <>
      <Form.Item name={["asked", "fault"]} label="故障类型">
        <Radio.Group optionType="button" options={options(words.Fault)} />
      </Form.Item>
      <Form.Item name={["asked", "situation"]} label="情况说明（用户原话）" rules={filled("情况说明")}>
        <Input.TextArea autoSize={{ minRows: 3, maxRows: 8 }} placeholder="哪里漏、漏多大、从什么时候开始" />
      </Form.Item>
      <div className="triple">
        <Form.Item name={["asked", "meter_side"]} label="表前还是表后">
          <Radio.Group optionType="button" options={options(words.MeterSide)} />
        </Form.Item>
        <Form.Item name={["asked", "valve_shuts"]} label="用户能否自己关阀">
          <YesNo yes="能" no="不能" />
        </Form.Item>
        <Form.Item name={["asked", "neighbours_affected"]} label="邻居是否受影响">
          <YesNo yes="是" no="否" />
        </Form.Item>
      </div>
    </>
  );
}
