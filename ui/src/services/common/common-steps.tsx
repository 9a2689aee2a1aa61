// Steps that several services share, or every one.
import { Alert, Form, Radio } from "antd";
import type { TicketView } from "../../gen/wire";
import { toSelectOptions, words } from "../../shared/text/options";
import { formatMoment } from "../../shared/time/shanghai";
import { MergeField } from "./merge";
import { TextField, TimeField } from "./shared-fields";
import type { StepForms } from "./step-form";

const NoteField = () => <TextField name="note" label="说明" rows={2} />;
const ReasonField = () => <TextField name="reason" label="原因" needed rows={3} />;

function FollowUpFields() {
  const reached = Form.useWatch("outcome") !== "not_reached";
  return (
    <>
      <Form.Item name="outcome" label="回访结果" rules={[{ required: true, message: "请选择回访结果。" }]}>
        <Radio.Group optionType="button" options={toSelectOptions(words.FollowUpOutcome)} />
      </Form.Item>
      {reached && (
        <Form.Item
          name="misconduct"
          label="工作人员有没有吃拿卡要（收钱收物、吃请、刁难、提条件）？"
          rules={[{ required: true, message: "请询问并登记。" }]}
        >
          <Radio.Group
            options={[
              { value: false, label: "没有" },
              { value: true, label: "有（将形成违规记录）" },
            ]}
          />
        </Form.Item>
      )}
      <TextField name="words" label="用户的话" rows={3} />
    </>
  );
}

const ReplyFields = () => (
  <>
    <TextField name="text" label="回复内容" needed rows={4} />
    <TextField name="told" label="接受回复的人" needed />
    <Form.Item name="by" label="回复方式">
      <Radio.Group optionType="button" options={toSelectOptions(words.ReplyWay)} />
    </Form.Item>
  </>
);

function ExtensionFields({ view }: { view: TicketView }) {
  const total = view.clocks.find((clock) => clock.kind === "total" || clock.kind === "answer");
  return (
    <>
      {total?.limit && (
        <Alert type="info" showIcon title={`现在的时限：${formatMoment(total.limit)}`} style={{ marginBottom: 12 }} />
      )}
      <TimeField name="until" label="申请延到" />
      <ReasonField />
    </>
  );
}

/** What was asked, for the person who decides. */
function Asked({ view }: { view: TicketView }) {
  const pending = view.ticket.extensions.find((extension) => extension.decision === null);
  if (!pending) return null;
  const { asked_by, asked_at, request } = pending;
  return (
    <Alert
      type="info"
      showIcon
      style={{ marginBottom: 12 }}
      title={`${asked_by} 于 ${formatMoment(asked_at)} 申请延到 ${formatMoment(request.until)}`}
      description={`原因：${request.reason}`}
    />
  );
}

const replyInitial = ({ ticket }: TicketView) => ({ by: "phone", told: ticket.open.name });

export const COMMON_STEPS = {
  hand_over: {
    Fields: () => (
      <>
        <TextField name="taken_by" label="生调部接收人" needed />
        <TextField name="note" label="说明" rows={2} />
      </>
    ),
  },
  arrive: { Fields: NoteField },
  reply: { Fields: ReplyFields, initial: replyInitial },
  reply_results: { Fields: ReplyFields, initial: replyInitial },
  follow_up: {
    Fields: FollowUpFields,
    // Of a call that nobody took there is no answer about conduct.
    shape: ({ outcome }) => (outcome === "not_reached" ? { misconduct: null } : {}),
  },
  appoint: {
    Fields: ({ view }) => (
      <>
        <TimeField name="at" label="约定到场时间" />
        <TextField name="reason" label={view.ticket.appointment ? "改约原因" : "约定原因"} needed rows={2} />
        <TextField name="agreed_with" label="与谁约定" needed />
      </>
    ),
    initial: ({ ticket }) => ({ agreed_with: ticket.open.name }),
  },
  ask_extension: { Fields: ExtensionFields },
  approve_extension: {
    Fields: ({ view }) => (
      <>
        <Asked view={view} />
        <NoteField />
      </>
    ),
  },
  refuse_extension: {
    Fields: ({ view }) => (
      <>
        <Asked view={view} />
        <ReasonField />
      </>
    ),
  },
  urge: { Fields: () => <TextField name="words" label="用户催促的内容" needed rows={3} /> },
  supervise: { Fields: () => <TextField name="words" label="督办要求" needed rows={3} /> },
  return: { Fields: ReasonField },
  pass_on: { Fields: ReasonField },
  cancel: { Fields: ReasonField },
  reject_sample: { Fields: ReasonField },
  merge: { Fields: MergeField },
  note: { Fields: () => <TextField name="note" label="备注内容" needed rows={3} /> },
  record_violation: { Fields: () => <TextField name="words" label="反映的违规情况" needed rows={3} /> },
  close_violation: { Fields: () => <TextField name="reason" label="处理结果" needed rows={3} /> },
} satisfies StepForms;
