// 提醒服务: the customer is told, and asked whether the company may take it further (1.2, 1.3).
import { Alert, Form, Radio } from "antd";
import type { Step, TicketView } from "../../gen/wire";
import { options, words } from "../../text/options";
import { Words, YesOrNo, type Fields } from "./parts";

/** What staff found, for whoever explains it. */
function Noticed({ view }: { view: TicketView }) {
  const { asked } = view.ticket.open;
  if (asked.kind !== "reminder") return null;
  return (
    <Alert
      type="info"
      showIcon
      style={{ marginBottom: 12 }}
      title={`${words.Reason[asked.reason]}（${words.Finder[asked.found_by]} ${asked.finder}）`}
      description={asked.situation}
    />
  );
}

const Tell: Fields = ({ view }) => (
  <>
    <Noticed view={view} />
    <Words name="told" label="告知了谁" needed />
    <Form.Item name="by" label="告知方式">
      <Radio.Group optionType="button" options={options(words.ReplyWay)} />
    </Form.Item>
    <Words name="explained" label="提醒说明的内容" needed rows={3} hint="向用户说明了什么问题、可能的原因和后果" />
    <Words name="advice" label="给用户的建议" rows={2} />
    <YesOrNo name="company_needed" label="是否需要公司解决" yes="需要（须先征得用户同意）" no="不需要，由用户自行处理" />
  </>
);

const Consent: Fields = () => (
  <>
    <YesOrNo name="agreed" label="用户是否同意由公司处理" yes="同意" no="不同意" />
    <Words name="given_by" label="答复人" needed />
    <Form.Item name="way" label="答复方式" rules={[{ required: true, message: "请选择答复方式。" }]}>
      <Radio.Group optionType="button" options={options(words.ConsentWay)} />
    </Form.Item>
    <Words name="words" label="用户的话" rows={2} />
  </>
);

export const REMINDER = { tell: Tell, consent: Consent } satisfies Partial<Record<Step, Fields>>;
