// 水质标准: the table results are judged by (3). Results keep the limits of the day they were entered.
import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { Alert, App, Button, Card, Flex, Form, Input, Select } from "antd";
import { useChange } from "../../api/use-command";
import { useMay } from "../../session/desk-state";
import type { StandardView } from "../../gen/wire";
import { focusNewRow } from "../../shared/table/focus-new-row";
import { submitOnSaveKey } from "../../shared/keyboard/key-events";
import { useFormProblem } from "../../shared/dialogs/use-form-problem";
import { showFieldRefusal } from "../../shared/dialogs/refusal";
import { refusalOf } from "../../api/platform";
import { toStandard, toStandardFormValues, type StandardFormValues } from "./standard-form";

const KINDS = [
  { value: "most", label: "不超过" },
  { value: "range", label: "在范围内" },
  { value: "absent", label: "不得检出" },
];

const AMOUNT = { pattern: /^\d{1,10}(\.\d{1,6})?$/, message: "请填写数字，最多六位小数。" };

export function StandardForm({ view }: { view: StandardView }) {
  const [form] = Form.useForm<StandardFormValues>();
  const [problem, setProblem] = useFormProblem();
  const change = useChange("standard_change");
  const may = useMay()("standard_change");
  const { message } = App.useApp();
  const submit = () => {
    setProblem("");
    change.mutate(
      { version: view.version, standard: toStandard(form.getFieldsValue(true) as StandardFormValues) },
      {
        onSuccess: () => void message.success("水质标准已保存，以后录入的结果按新限值判定。"),
        onError: (error) => {
          if (!showFieldRefusal(form, error)) setProblem(refusalOf(error));
        },
      },
    );
  };
  return (
    <Form form={form} layout="vertical" initialValues={toStandardFormValues(view.standard)} onFinish={submit} onKeyDown={submitOnSaveKey(form)} disabled={!may}>
      {problem && <Alert type="error" showIcon title={problem} style={{ marginBottom: 12 }} />}
      {!view.standard.confirmed_by && (
        <Alert
          type="warning"
          showIcon
          style={{ marginBottom: 12 }}
          title="限值表尚未经水质检测中心确认。确认后请在“确认人”中填写姓名，报告单上的提示随之取消。"
        />
      )}
      <Flex vertical gap={12}>
        <Card size="small" title="依据">
          <div className="triple">
            <Form.Item name="source" label="标准" rules={[{ required: true, message: "请填写标准。" }]}>
              <Input autoComplete="off" />
            </Form.Item>
            <Form.Item name="edition" label="版本" rules={[{ required: true, message: "请填写版本。" }]}>
              <Input autoComplete="off" />
            </Form.Item>
            <Form.Item name="confirmed_by" label="确认人（水质检测中心）">
              <Input autoComplete="off" />
            </Form.Item>
          </div>
          <span className="quiet">修改只用于以后录入的检测结果；已有结果保留当时的限值和结论。</span>
        </Card>
        <Parameters />
        {may && (
          <Flex justify="end" align="center" gap={8}>
            <span className="quiet">Ctrl + Enter 保存</span>
            <Button type="primary" htmlType="submit" loading={change.isPending}>
              保存水质标准
            </Button>
          </Flex>
        )}
      </Flex>
    </Form>
  );
}

function Parameters() {
  return (
    <Card size="small" title="检测项目和限值">
      <Form.List name="parameters">
        {(fields, { add, remove }, { errors }) => (
          <>
            {fields.map(({ key, name }) => (
              <Parameter key={key} name={name} remove={() => remove(name)} />
            ))}
            <Form.ErrorList errors={errors} />
            <Button size="small" icon={<PlusOutlined />} onClick={(event) => (add({ code: "", zh: "", unit: "mg/L", kind: "most", least: "", most: "" }), focusNewRow(event))}>
              添加项目
            </Button>
          </>
        )}
      </Form.List>
    </Card>
  );
}

function Parameter({ name, remove }: { name: number; remove: () => void }) {
  const kind: unknown = Form.useWatch(["parameters", name, "kind"]);
  const row = name + 1;
  return (
    <Flex gap={8} align="start">
      <Form.Item name={[name, "zh"]} rules={[{ required: true, message: "请填写项目名称。" }]} style={{ flex: 2 }}>
        <Input placeholder="项目名称" aria-label={`第 ${row} 项名称`} />
      </Form.Item>
      <Form.Item name={[name, "unit"]} style={{ width: 120 }}>
        <Input placeholder="无单位" aria-label={`第 ${row} 项单位`} />
      </Form.Item>
      <Form.Item name={[name, "kind"]} style={{ width: 120 }}>
        <Select options={KINDS} aria-label={`第 ${row} 项限值种类`} />
      </Form.Item>
      {/* As wide for every kind of limit, so that the columns stand in line. */}
      <Flex gap={8} style={{ width: 228 }}>
        <Form.Item
          name={[name, "least"]}
          style={{ width: 110 }}
          rules={kind === "range" ? [{ required: true, message: "请填写下限。" }, AMOUNT] : []}
          hidden={kind !== "range"}
        >
          <Input placeholder="下限" aria-label={`第 ${row} 项下限`} />
        </Form.Item>
        <Form.Item
          name={[name, "most"]}
          style={{ width: 110 }}
          rules={kind === "absent" ? [] : [{ required: true, message: "请填写上限。" }, AMOUNT]}
          hidden={kind === "absent"}
        >
          <Input placeholder="上限" aria-label={`第 ${row} 项上限`} />
        </Form.Item>
      </Flex>
      <Button icon={<DeleteOutlined />} aria-label={`删除第 ${row} 项`} onClick={remove} />
    </Flex>
  );
}
