// Company, limits, crews. A change of a limit counts for tickets opened afterwards; old verdicts stay.
import { Alert, App, Button, Card, Flex, Form, Input, InputNumber, Select, Switch, Typography } from "antd";
import { refusalOf } from "../../api/platform";
import { useChange } from "../../api/use-command";
import type { Settings, SettingsView } from "../../gen/wire";
import { showFieldRefusal } from "../../shared/dialogs/refusal";
import { useFormProblem } from "../../shared/dialogs/use-form-problem";
import { submitOnSaveKey } from "../../shared/keyboard/key-events";
import { words } from "../../shared/text/options";
import { AutoReportCard } from "./auto-report-card";
import { CrewsCard } from "./crews-card";
import { TimestampCard } from "./timestamp-card";

/** Limits by service, with the clause; where the policy names no number the company sets it. */
const LIMITS: { title: string; limits: { name: keyof Settings["limits"]; label: string }[] }[] = [
  {
    title: "义务维修",
    limits: [
      { name: "hand_over", label: "热线转派（4.3⑴）" },
      { name: "arrival_target", label: "到场目标（4.3⑵）" },
      { name: "arrival", label: "到场时限（4.3⑵）" },
      { name: "total", label: "维修并回复（4.3）" },
      { name: "valve", label: "关阀到场（4.3⑷，自定）" },
      { name: "late_entry", label: "超过即标补录（自定）" },
    ],
  },
  {
    title: "提醒服务、义务检漏、水质化验",
    limits: [
      { name: "tell", label: "发现后告知用户（1.2，自定）" },
      { name: "leak_visit", label: "上门检漏（2.3，自定）" },
      { name: "leak_reply", label: "检漏后回复（2.4，自定）" },
      { name: "sampling", label: "取样（3，自定）" },
      { name: "lab_receipt", label: "取样后送检（3，自定）" },
      { name: "water_reply", label: "化验后回复（3，自定）" },
    ],
  },
  {
    title: "服务进社区、应急送水",
    limits: [
      { name: "decide_event", label: "用户要求的研判（5.2⑵，自定）" },
      { name: "authorise", label: "停水后授权（6.1，自定）" },
      { name: "first_trip", label: "授权后首车（6.1，自定）" },
    ],
  },
];

const COMPANY: { name: "company" | "hotline" | "brand" | "motto"; label: string }[] = [
  { name: "company", label: "公司名称" },
  { name: "hotline", label: "服务热线" },
  { name: "brand", label: "服务品牌" },
  { name: "motto", label: "服务口号" },
];

export function SettingsForm({ view }: { view: SettingsView }) {
  const [form] = Form.useForm<Settings>();
  const [problem, setProblem] = useFormProblem();
  const change = useChange("settings_change");
  const { message } = App.useApp();
  const saveSettings = () => {
    setProblem("");
    change.mutate(
      { version: view.version, settings: { ...view.settings, ...(form.getFieldsValue(true) as Settings) } },
      {
        onSuccess: () => void message.success("设置已保存。"),
        onError: (error) => {
          if (!showFieldRefusal(form, error)) setProblem(refusalOf(error));
        },
      },
    );
  };
  return (
    <Form form={form} layout="vertical" initialValues={view.settings} onFinish={saveSettings} onKeyDown={submitOnSaveKey(form)}>
      {problem && <Alert type="error" showIcon title={problem} style={{ marginBottom: 12 }} />}
      <Flex vertical gap={12}>
        <CompanyCard />
        <LimitsCard />
        <ThresholdsCard />
        <AutoReportCard />
        <TimestampCard />
        <CompanySealCard />
        <AcknowledgementTextsCard templates={view.settings.templates} />
        <CrewsCard />
        <Flex justify="end" align="center" gap={8}>
          <span className="quiet">Ctrl + Enter 保存</span>
          <Button type="primary" htmlType="submit" loading={change.isPending}>
            保存设置
          </Button>
        </Flex>
      </Flex>
    </Form>
  );
}

function WholeNumberField({ name, label, unit = "分钟" }: { name: string | string[]; label: string; unit?: string }) {
  return (
    <Form.Item name={name} label={label} rules={[{ required: true, message: `请填写${label}。` }]}>
      <InputNumber min={0} precision={0} suffix={unit} style={{ width: "100%" }} />
    </Form.Item>
  );
}

function CompanyCard() {
  return (
    <Card size="small" title="公司">
      <div className="pair">
        {COMPANY.map(({ name, label }) => (
          <Form.Item key={name} name={name} label={label}>
            <Input autoComplete="off" />
          </Form.Item>
        ))}
      </div>
      <Form.Item name="communities" label="常用小区">
        <Select mode="tags" open={false} placeholder="输入小区名称后按回车" />
      </Form.Item>
      <div className="triple">
        <WholeNumberField name="idle_lock_minutes" label="无人操作多久后锁屏" />
        <WholeNumberField name="follow_up_attempts" label="回访未接通几次后可办结" unit="次" />
        <WholeNumberField name="retention_years" label="办结后保存个人信息多久（3 至 30 年）" unit="年" />
      </div>
    </Card>
  );
}

function LimitsCard() {
  return (
    <Card size="small" title="时限（只用于以后发起的工单）">
      {LIMITS.map(({ title, limits }) => (
        <div key={title}>
          <Typography.Text strong>{title}</Typography.Text>
          <div className="triple" style={{ marginTop: 6 }}>
            {limits.map(({ name, label }) => (
              <WholeNumberField key={name} name={["limits", name]} label={label} />
            ))}
          </div>
        </div>
      ))}
    </Card>
  );
}

function ThresholdsCard() {
  return (
    <Card size="small" title="应急送水的启用标准（6.1，自定；达到任何一项即建议送水，由公司授权）">
      <div className="triple">
        <WholeNumberField name={["thresholds", "hours"]} label="停水时间长：停水达到" unit="小时" />
        <WholeNumberField name={["thresholds", "households"]} label="停水面积大：停水户数达到" unit="户" />
        <WholeNumberField name={["thresholds", "dense"]} label="居民用户集中：单个小区达到" unit="户" />
      </div>
    </Card>
  );
}

function CompanySealCard() {
  return (
    <Card size="small" title="公司电子签章">
      <Form.Item
        name="company_seals"
        label="公司另行加盖电子签章"
        valuePropName="checked"
        extra="开启后，导出的签字确认单上留出“公司签章处”，公司可用自己的签章程序在此加盖一个签章，查验时仍为封存完好；不开启时，导出后的任何添加都算改动。"
      >
        <Switch checkedChildren="加盖" unCheckedChildren="不加盖" />
      </Form.Item>
    </Card>
  );
}

function AcknowledgementTextsCard({ templates }: Pick<Settings, "templates">) {
  return (
    <Card size="small" title="签字确认单的文本（改动后另记一版；以前签的保留当时的文本）">
      <Form.Item
        name="keep_pen"
        label="保存手写的压力和时间"
        valuePropName="checked"
        extra="属个人信息，确有需要再开启；签字前请向用户说明。"
      >
        <Switch checkedChildren="保存" unCheckedChildren="不保存" />
      </Form.Item>
      {Object.entries(words.AcknowledgementKind).map(([kind, label]) => (
        <Form.Item
          key={kind}
          name={["templates", kind, "text"]}
          label={`${label}　第 ${templates[kind as keyof Settings["templates"]].version} 版`}
          rules={[{ required: true, whitespace: true, message: "请填写文本。" }]}
        >
          <Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} />
        </Form.Item>
      ))}
    </Card>
  );
}
