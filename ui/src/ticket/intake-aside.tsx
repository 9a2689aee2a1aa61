// Beside the report: when it came, by which way, what to tell the customer.
import { Alert, Card, Checkbox, Form, Input, Radio } from "antd";
import { useRead } from "../call/use";
import { useDesk } from "../desk/state";
import type { Area, MeterSide } from "../gen/wire";
import { Instant } from "../part/instant";
import { inHours } from "../settings/hours";
import { options, words } from "../text/options";
import { useNow } from "../time/now";
import { span } from "../time/shanghai";

interface Props {
  received: number;
  area: Area;
  side: MeterSide | undefined;
}

export function Aside({ received, area, side }: Props) {
  const { person } = useDesk();
  return (
    <div>
      <Card size="small" title="接报" style={{ marginBottom: 12 }}>
        <Since received={received} />
        <Form.Item name="received_at" label="接到来电的时间">
          <Instant />
        </Form.Item>
        <Form.Item name="channel" label="接报渠道">
          <Radio.Group options={options(words.Channel)} className="pair" />
        </Form.Item>
        <Form.Item name="first_receiver" label="首接人" style={{ marginBottom: 0 }}>
          <Input autoComplete="off" placeholder={`${person?.name ?? "本人"}（不填即本人）`} />
        </Form.Item>
      </Card>
      <Hours area={area} side={side} />
      <Card size="small" title="请告知用户">
        <p className="say" style={{ marginTop: 0 }}>
          “我们的维修服务全程免费，维修所用的材料请您自备。维修人员不会向您收取任何费用。”
        </p>
        <Form.Item name={["asked", "materials_told"]} valuePropName="checked" style={{ marginBottom: 0 }}>
          <Checkbox>已告知用户材料自备</Checkbox>
        </Form.Item>
      </Card>
    </div>
  );
}

function Since({ received }: { received: number }) {
  const now = useNow();
  const passed = Math.max(0, now - received);
  return (
    <p className="quiet number" style={{ marginTop: 0 }}>
      来电已 {span(passed)}，保存后请在接报 10 分钟内转派。
    </p>
  );
}

/** What the hour means for the arrival (4.3⑵, 4.3⑶). */
function Hours({ area, side }: Omit<Props, "received">) {
  const now = useNow();
  const calendar = useRead("calendar_get", {});
  if (!calendar.data) return null;
  const working = inHours(calendar.data.calendar, now);
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
