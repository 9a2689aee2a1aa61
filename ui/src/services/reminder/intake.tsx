// 提醒服务: what staff found on their rounds (1.2). Photos are added as soon as the ticket has its number.
import { Alert, Form, Input, InputNumber, Radio } from "antd";
import { SnippetArea } from "../../shared/text/snippet-area";
import { toSelectOptions, words } from "../../shared/text/options";
import { requireText, trimText, type ServiceQuestions, type TypedAnswers } from "../common/questions";
import { formatConsumptionChange, toCompleteReadings } from "./consumption-change";

const READINGS = [
  { name: "last", label: "上次读数" },
  { name: "this", label: "本次读数" },
  { name: "usual", label: "平常用量（同样长的一期）" },
] as const;

function Fields() {
  const typed = Form.useWatch<Partial<TypedAnswers<"reminder">> | undefined>("asked", { preserve: true });
  const some = Object.values(typed?.readings ?? {}).some((value) => value !== null && value !== undefined);
  const needed = typed?.reason === "abnormal" || some;
  return (
    <>
      <div className="pair">
        <Form.Item name={["asked", "reason"]} label="提醒原因">
          <Radio.Group optionType="button" options={toSelectOptions(words.ReminderReason)} />
        </Form.Item>
        <Form.Item name={["asked", "finder"]} label="发现人" rules={requireText("发现人")}>
          <Input autoComplete="off" placeholder="姓名" />
        </Form.Item>
      </div>
      <Form.Item name={["asked", "found_by"]} label="谁发现的">
        <Radio.Group optionType="button" options={toSelectOptions(words.ReminderFinder)} />
      </Form.Item>
      <div className="triple">
        {READINGS.map(({ name, label }) => (
          <Form.Item
            key={name}
            name={["asked", "readings", name]}
            label={needed ? label : `${label}（可不填）`}
            rules={needed ? [{ required: true, message: `请填写${label}。` }] : []}
          >
            <InputNumber min={0} max={99_999_999} precision={0} suffix="m³" style={{ width: "100%" }} />
          </Form.Item>
        ))}
      </div>
      <Used typed={typed} />
      <Form.Item name={["asked", "situation"]} label="发现的情况" rules={requireText("发现的情况")}>
        <SnippetArea autoSize={{ minRows: 3, maxRows: 8 }} placeholder="在哪里、看到什么、可能的原因" />
      </Form.Item>
    </>
  );
}

/** The change, while the readings are typed. */
function Used({ typed }: { typed: Partial<TypedAnswers<"reminder">> | undefined }) {
  const readings = toCompleteReadings(typed?.readings);
  if (!readings) return null;
  const used = readings.this - readings.last;
  if (used < 0) {
    return <Alert type="warning" showIcon style={{ marginBottom: 14 }} title="本次读数低于上次读数，请核对。" />;
  }
  return (
    <Alert
      type="info"
      showIcon
      style={{ marginBottom: 14 }}
      title={
        <span className="number" data-testid="change">
          本期用水 {used} m³，比平常 <b>{formatConsumptionChange(readings)}</b>
        </span>
      }
    />
  );
}

export const REMINDER_QUESTIONS: ServiceQuestions<"reminder"> = {
  begin: () => ({ kind: "reminder", reason: "abnormal", found_by: "meter_reading", finder: "", situation: "" }),
  send: (typed) => ({
    kind: "reminder",
    reason: typed.reason ?? "other",
    found_by: typed.found_by ?? "other_staff",
    finder: trimText(typed.finder),
    situation: trimText(typed.situation),
    readings: toCompleteReadings(typed.readings),
  }),
  initialFocus: "finder",
  Fields,
};
