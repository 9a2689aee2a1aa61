// Beside the report: when it came, by which way, how long there is for what, what to tell the customer.
import { Alert, Card, Checkbox, Form, Input, Radio } from "antd";
import { useRead } from "../../api/use-command";
import { useDesk } from "../../session/desk-state";
import type { AddressArea, MeterSide, ServiceKind } from "../../gen/wire";
import { DateTimePicker } from "../../shared/time/date-time-picker";
import { isWorkingTime } from "../settings";
import { toSelectOptions, words } from "../../shared/text/options";
import { useNow } from "../../api/now";
import { formatDuration } from "../../shared/time/shanghai";
import { readDraftService, type IntakeDraft } from "./intake-draft";
import { listDueLimits, CALL_INSTRUCTIONS } from "./due-limits";

export function IntakeAside({ draft }: { draft: IntakeDraft }) {
  const { person } = useDesk();
  const service = readDraftService(draft);
  return (
    <div>
      <Dues draft={draft} />
      {service === "repair" && <Hours area={draft.area ?? "urban"} side={sideOf(draft)} />}
      <Tell service={service} />
      <Card size="small" title="接报" style={{ marginTop: 12 }}>
        <Form.Item name="received_at" label={service === "reminder" ? "发现的时间" : "接到来电的时间"}>
          <DateTimePicker />
        </Form.Item>
        <Form.Item name="channel" label="接报渠道">
          <Radio.Group options={toSelectOptions(words.Channel)} className="pair" />
        </Form.Item>
        <Form.Item name="first_receiver" label="首接人" style={{ marginBottom: 0 }}>
          <Input autoComplete="off" placeholder={`${person?.name ?? "本人"}（不填即本人）`} />
        </Form.Item>
      </Card>
    </div>
  );
}

const sideOf = ({ asked }: IntakeDraft): MeterSide | undefined =>
  asked?.kind === "repair" ? (asked.meter_side ?? undefined) : undefined;

/** The clocks of the service picked, from the limits in force. */
function Dues({ draft }: { draft: IntakeDraft }) {
  const now = useNow();
  const settings = useRead("settings_get", {});
  if (!settings.data) return null;
  return (
    <Card size="small" title="时限" style={{ marginBottom: 12 }}>
      <p className="quiet number" style={{ margin: "0 0 4px" }}>
        接报已 {formatDuration(Math.max(0, now - draft.received_at))}
      </p>
      {listDueLimits(draft, settings.data.settings.limits).map(({ kind, text }) => (
        <div key={kind} className="due">
          <b>{words.ClockKind[kind]}</b>
          <span className="number">{text}</span>
        </div>
      ))}
    </Card>
  );
}

/** What the hour means for the arrival (4.3⑵, 4.3⑶). */
function Hours({ area, side }: { area: AddressArea; side: MeterSide | undefined }) {
  const now = useNow();
  const calendar = useRead("calendar_get", {});
  if (!calendar.data) return null;
  const working = isWorkingTime(calendar.data.calendar, now);
  const text = working
    ? area === "urban"
      ? "现在是工作时间：保存后 15 至 30 分钟内到场。"
      : "现在是工作时间；城区外不计 30 分钟到场时限。"
    : "现在是非工作时间：请向用户详细了解情况，保存后先登记安排（谁去、何时到、告知用户什么），再转派。";
  return (
    <>
      <Alert type={working ? "info" : "warning"} showIcon title={text} style={{ marginBottom: 12 }} />
      {side === "before" && (
        <Alert
          type="warning"
          showIcon
          style={{ marginBottom: 12 }}
          title="表前问题不属于义务维修：保存后请用“转表前维修”转出。"
        />
      )}
    </>
  );
}

function Tell({ service }: { service: ServiceKind }) {
  const { title, text } = CALL_INSTRUCTIONS[service];
  return (
    <Card size="small" title={title}>
      <p className="say" style={{ margin: service === "repair" ? "0 0 12px" : 0 }}>
        {text}
      </p>
      {service === "repair" && (
        <Form.Item name={["asked", "materials_told"]} valuePropName="checked" style={{ marginBottom: 0 }}>
          <Checkbox>已告知用户材料自备</Checkbox>
        </Form.Item>
      )}
    </Card>
  );
}
