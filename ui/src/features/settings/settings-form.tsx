// Company, limits, crews. A change of a limit counts for tickets opened afterwards; old verdicts stay.
import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { Alert, App, Button, Card, Flex, Form, Input, InputNumber, Select, Switch, Typography } from "antd";
import { useState } from "react";
import { useChange } from "../../api/use-command";
import type { Settings, SettingsView } from "../../gen/wire";
import { useMay } from "../../session/desk-state";
import { RegisterAuthorityDialog } from "../sealing-key";
import { focusNewRow } from "../../shared/table/focus-new-row";
import { submitOnSaveKey } from "../../shared/keyboard/key-events";
import { useFormProblem } from "../../shared/dialogs/use-form-problem";
import { showFieldRefusal } from "../../shared/dialogs/refusal";
import { refusalOf } from "../../api/platform";
import { describeRefusal } from "../../shared/text/errors";
import { toSelectOptions, words } from "../../shared/text/options";
import { formatMoment } from "../../shared/time/shanghai";
import { AutoReportCard } from "./auto-report-card";

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

const Minutes = ({ name, label, unit = "分钟" }: { name: string | string[]; label: string; unit?: string }) => (
  <Form.Item name={name} label={label} rules={[{ required: true, message: `请填写${label}。` }]}>
    <InputNumber min={0} precision={0} suffix={unit} style={{ width: "100%" }} />
  </Form.Item>
);

export function SettingsForm({ view }: { view: SettingsView }) {
  const [form] = Form.useForm<Settings>();
  const [problem, setProblem] = useFormProblem();
  const change = useChange("settings_change");
  const { message } = App.useApp();
  const submit = () => {
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
    <Form form={form} layout="vertical" initialValues={view.settings} onFinish={submit} onKeyDown={submitOnSaveKey(form)}>
      {problem && <Alert type="error" showIcon title={problem} style={{ marginBottom: 12 }} />}
      <Flex vertical gap={12}>
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
            <Minutes name="idle_lock_minutes" label="无人操作多久后锁屏" />
            <Minutes name="follow_up_attempts" label="回访未接通几次后可办结" unit="次" />
            <Minutes name="retention_years" label="办结后保存个人信息多久（3 至 30 年）" unit="年" />
          </div>
        </Card>
        <Card size="small" title="时限（只用于以后发起的工单）">
          {LIMITS.map(({ title, limits }) => (
            <div key={title}>
              <Typography.Text strong>{title}</Typography.Text>
              <div className="triple" style={{ marginTop: 6 }}>
                {limits.map(({ name, label }) => (
                  <Minutes key={name} name={["limits", name]} label={label} />
                ))}
              </div>
            </div>
          ))}
        </Card>
        <Card size="small" title="应急送水的启用标准（6.1，自定；达到任何一项即建议送水，由公司授权）">
          <div className="triple">
            <Minutes name={["thresholds", "hours"]} label="停水时间长：停水达到" unit="小时" />
            <Minutes name={["thresholds", "households"]} label="停水面积大：停水户数达到" unit="户" />
            <Minutes name={["thresholds", "dense"]} label="居民用户集中：单个小区达到" unit="户" />
          </div>
        </Card>
        <AutoReportCard />
        <Card size="small" title="时间戳服务（可不设；没有网络时签字和导出照常进行）">
          <Form.Item
            name="timestamp_url"
            label="地址"
            extra="导出签字确认单时，由已登记的时间戳服务机构证明文件签名的时间（RFC 3161）；只送出签名的校验值，不送出任何内容。"
          >
            <Input placeholder="http://" autoComplete="off" />
          </Form.Item>
          <TryStamp />
        </Card>
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
              label={`${label}　第 ${view.settings.templates[kind as keyof Settings["templates"]].version} 版`}
              rules={[{ required: true, whitespace: true, message: "请填写文本。" }]}
            >
              <Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} />
            </Form.Item>
          ))}
        </Card>
        <Crews />
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

/** Asks the authority once, so that a wrong address is seen here and not at the first export. */
function TryStamp() {
  const form = Form.useFormInstance<Settings>();
  const attempt = useChange("timestamp_try");
  const may = useMay();
  const [registering, setRegistering] = useState(false);
  const url = Form.useWatch("timestamp_url", form);
  if (!url) return null;
  // What was said of another address says nothing of this one.
  const told = attempt.variables?.url === url;
  return (
    <Flex gap={12} align="center" wrap>
      <Button loading={attempt.isPending} onClick={() => attempt.mutate({ url })}>
        试一试
      </Button>
      {told && attempt.data && <span>“{attempt.data.by}”应答正常，时间 {formatMoment(attempt.data.at)}</span>}
      {told && attempt.data && !attempt.data.known && (
        <Typography.Text type="warning">该机构尚未登记，导出时不采用它的时间戳。</Typography.Text>
      )}
      {told && attempt.data && !attempt.data.known && may("authority_register") && (
        <Button onClick={() => setRegistering(true)}>登记该机构</Button>
      )}
      {registering && attempt.data && (
        <RegisterAuthorityDialog found={attempt.data} close={() => (setRegistering(false), attempt.mutate({ url }))} />
      )}
      {told && attempt.error && <Typography.Text type="danger">{describeRefusal(refusalOf(attempt.error))}</Typography.Text>}
    </Flex>
  );
}

function Crews() {
  return (
    <Card size="small" title="班组（停用的班组不再出现在派工中）">
      <Form.List name="crews">
        {(fields, { add, remove }, { errors }) => (
          <>
            {fields.map(({ key, name }) => (
              <Flex key={key} gap={8} align="start">
                <Form.Item name={[name, "name"]} rules={[{ required: true, message: "请填写班组名称。" }]} style={{ width: 170 }}>
                  <Input placeholder="班组名称" aria-label={`班组 ${name + 1} 名称`} />
                </Form.Item>
                <Form.Item name={[name, "department"]} style={{ width: 150 }}>
                  <Select options={toSelectOptions(words.Department)} aria-label={`班组 ${name + 1} 部门`} />
                </Form.Item>
                <Form.Item name={[name, "members"]} style={{ flex: 1 }}>
                  <Select mode="tags" open={false} placeholder="成员姓名，逐个回车" aria-label={`班组 ${name + 1} 成员`} />
                </Form.Item>
                <Form.Item name={[name, "active"]} valuePropName="checked">
                  <Switch checkedChildren="在用" unCheckedChildren="停用" />
                </Form.Item>
                <Button icon={<DeleteOutlined />} aria-label={`删除班组 ${name + 1}`} onClick={() => remove(name)} />
              </Flex>
            ))}
            <Form.ErrorList errors={errors} />
            <Button
              size="small"
              icon={<PlusOutlined />}
              onClick={(event) => (add({ name: "", department: "indoor_repair", members: [], active: true }), focusNewRow(event))}
            >
              添加班组
            </Button>
          </>
        )}
      </Form.List>
    </Card>
  );
}
