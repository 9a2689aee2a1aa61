// The form of each step. Every field of a form is a field of the step's details, under the same name.
import { Alert, Form, InputNumber, Radio, Select } from "antd";
import { useDesk } from "../../session/desk-state";
import type { StepKind, TicketView, ValveTask } from "../../gen/wire";
import { toSelectOptions, words } from "../../shared/text/options";
import { formatMoment } from "../../shared/time/shanghai";
import { DecideEventFields, HoldEventFields, MoveEventFields, ScheduleEventFields } from "../community/steps";
import { ConcludeFields, EscalateFields, ReplySearchFields, LeakSearchFields, SendInspectionFields } from "../leak-detection/steps";
import { MergeField } from "../common/merge";
import type { StepForm } from "../common/step-form";
import type { DrawerStep } from "../common/step-tables";
import { AuthoriseFields, ChangeOutageFields, CheckSafetyFields, CloseFields, EndOutageFields, MakeTripFields } from "../emergency-water/steps";
import { CrewField, GoesField, requireField, TimeField, TextField } from "../common/shared-fields";
import { ConsentFields, TellFields } from "../reminder/steps";
import { EnterResultsFields, PassSampleFields, ReceiveSampleFields, SampleFields } from "../water-quality/steps";
import { WorkFields } from "../common/work";

const Note: StepForm = () => <TextField name="note" label="说明" rows={2} />;
const Reason: StepForm = () => <TextField name="reason" label="原因" needed rows={3} />;

const Assign: StepForm = () => (
  <>
    <CrewField />
    <GoesField />
    <TextField name="note" label="要求" rows={2} />
  </>
);

const Reassign: StepForm = () => (
  <>
    <CrewField />
    <GoesField />
    <TextField name="note" label="改派原因" needed rows={2} />
  </>
);

const Hours: StepForm = ({ view }) => {
  const claimed = (view.ticket.work?.details.workers ?? []).reduce((sum, worker) => sum + worker.minutes, 0);
  return (
    <>
      <Alert type="info" showIcon title={`上报工时共 ${claimed} 分钟。`} style={{ marginBottom: 12 }} />
      <Form.Item name="minutes" label="核定工时" rules={requireField("核定工时")}>
        <InputNumber min={0} max={43200} precision={0} suffix="分钟" style={{ width: 180 }} />
      </Form.Item>
      <TextField name="reason" label="与上报不同的原因" rows={2} />
    </>
  );
};

const FollowUp: StepForm = () => {
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
};

const Reply: StepForm = () => (
  <>
    <TextField name="text" label="回复内容" needed rows={4} />
    <TextField name="told" label="接受回复的人" needed />
    <Form.Item name="by" label="回复方式">
      <Radio.Group optionType="button" options={toSelectOptions(words.ReplyWay)} />
    </Form.Item>
  </>
);

const Extension: StepForm = ({ view }) => {
  const total = view.clocks.find((clock) => clock.kind === "total" || clock.kind === "answer");
  return (
    <>
      {total?.limit && (
        <Alert type="info" showIcon title={`现在的时限：${formatMoment(total.limit)}`} style={{ marginBottom: 12 }} />
      )}
      <TimeField name="until" label="申请延到" />
      <Reason view={view} />
    </>
  );
};

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

function waiting(task: ValveTask, step: StepKind): boolean {
  const open = task.shut_at === null && task.dropped_at === null;
  return open && (step !== "valve_arrive" || (task.arrived_at === null && task.named_at !== null));
}

function valve(step: StepKind, needed: boolean): StepForm {
  return function Valve({ view }) {
    const tasks = view.ticket.valves.filter((task) => waiting(task, step));
    return (
      <>
        <Form.Item name="task" label="关阀任务" rules={[{ required: true, message: "请选择关阀任务。" }]}>
          <Select
            options={tasks.map(({ task, order }) => ({ value: task, label: `第 ${task} 次　${order.crew || "尚未安排班组"}　${order.place}` }))}
          />
        </Form.Item>
        <TextField name="note" label={needed ? "办理情况" : "说明"} needed={needed} rows={2} />
      </>
    );
  };
}

/** The team 生调部 sends: of a valve that was asked for, or of one it sees to by itself. */
function OrderValve({ view }: { view: TicketView }) {
  const { person } = useDesk();
  const dispatcher = person?.roles.includes("dispatcher") ?? false;
  const tasks = view.ticket.valves.filter((task) => task.named_at === null && waiting(task, "order_valve"));
  return (
    <>
      {tasks.length > 0 && (
        <Form.Item name="task" label="关阀要求" rules={dispatcher ? [] : [{ required: true, message: "请选择关阀要求。" }]}>
          <Select
            allowClear={dispatcher}
            placeholder="另一只阀门"
            options={tasks.map(({ task, order }) => ({ value: task, label: `第 ${task} 次　${order.place}` }))}
          />
        </Form.Item>
      )}
      <CrewField label="稽查班组" department="inspection" />
      <PlaceField />
      {!dispatcher && <TextField name="named_by" label="生调部安排人" needed hint="电话中是谁安排的" />}
    </>
  );
}

/** Where the valve is; of one that was asked for it has been said already. */
function PlaceField() {
  const task = Form.useWatch<number | null | undefined>("task");
  const asked = task !== undefined && task !== null;
  return <TextField key={String(asked)} name="place" label="阀门位置" needed={!asked} hint={asked ? "不填即按要求中的位置" : "哪一只阀门，在哪里"} />;
}

export const STEP_FORMS: Record<DrawerStep, StepForm> = {
  arrange: () => (
    <>
      <CrewField />
      <GoesField needed />
      <TimeField name="planned_at" label="预计到场时间" />
      <TextField name="told" label="告知用户的内容" needed rows={3} />
    </>
  ),
  hand_over: () => (
    <>
      <TextField name="taken_by" label="生调部接收人" needed />
      <TextField name="note" label="说明" rows={2} />
    </>
  ),
  assign: Assign,
  reassign: Reassign,
  arrive: Note,
  finish: WorkFields,
  reply: Reply,
  reply_results: Reply,
  reply_search: ReplySearchFields,
  verify_hours: Hours,
  follow_up: FollowUp,
  close: CloseFields,
  appoint: ({ view }) => (
    <>
      <TimeField name="at" label="约定到场时间" />
      <TextField name="reason" label={view.ticket.appointment ? "改约原因" : "约定原因"} needed rows={2} />
      <TextField name="agreed_with" label="与谁约定" needed />
    </>
  ),
  return: Reason,
  ask_extension: Extension,
  approve_extension: ({ view }) => (
    <>
      <Asked view={view} />
      <Note view={view} />
    </>
  ),
  refuse_extension: ({ view }) => (
    <>
      <Asked view={view} />
      <Reason view={view} />
    </>
  ),
  ask_valve: () => <TextField name="place" label="阀门位置" needed hint="哪一只阀门，在哪里" />,
  order_valve: OrderValve,
  valve_arrive: valve("valve_arrive", false),
  valve_shut: valve("valve_shut", true),
  valve_drop: valve("valve_drop", true),
  urge: () => <TextField name="words" label="用户催促的内容" needed rows={3} />,
  supervise: () => <TextField name="words" label="督办要求" needed rows={3} />,
  pass_on: Reason,
  merge: MergeField,
  cancel: Reason,
  note: () => <TextField name="note" label="备注内容" needed rows={3} />,
  record_violation: () => <TextField name="words" label="反映的违规情况" needed rows={3} />,
  tell: TellFields,
  consent: ConsentFields,
  send_team: SendInspectionFields,
  search: LeakSearchFields,
  escalate: EscalateFields,
  conclude: ConcludeFields,
  send_sampler: SendInspectionFields,
  sample: SampleFields,
  pass_sample: PassSampleFields,
  receive_sample: ReceiveSampleFields,
  reject_sample: Reason,
  enter_results: EnterResultsFields,
  decide_event: DecideEventFields,
  schedule_event: ScheduleEventFields,
  move_event: MoveEventFields,
  hold_event: HoldEventFields,
  authorise: AuthoriseFields,
  make_trip: MakeTripFields,
  check_safety: CheckSafetyFields,
  change_outage: ChangeOutageFields,
  end_outage: EndOutageFields,
  close_violation: () => <TextField name="reason" label="处理结果" needed rows={3} />,
};
