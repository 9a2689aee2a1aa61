// 义务维修: sending a crew, the work, its hours, the valves (4.1, 4.2, 4.3).
import { Alert, Form, InputNumber, Select } from "antd";
import { useDesk } from "../../session/desk-state";
import type { StepKind, TicketView, ValveTask } from "../../gen/wire";
import { CrewField, GoesField, requireField, TextField, TimeField } from "../common/shared-fields";
import type { StepForms } from "../common/step-form";
import { listSentNames } from "../common/sent-names";
import { WorkFields } from "../common/work";

function HoursFields({ view }: { view: TicketView }) {
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
}

/** Tasks that wait for a step: of those that are open, for 到场 the ones whose team is named and not there yet. */
function listWaitingTasks({ ticket, open_valves: open }: TicketView, step: StepKind): ValveTask[] {
  const tasks = ticket.valves.filter((one) => open.includes(one.task));
  if (step === "order_valve") return tasks.filter((one) => one.named_at === null);
  return step === "valve_arrive" ? tasks.filter((one) => one.arrived_at === null && one.named_at !== null) : tasks;
}

const firstWaitingTask = (step: StepKind) => (view: TicketView) => ({ task: listWaitingTasks(view, step)[0]?.task });

function createValveFields(step: StepKind, needed: boolean) {
  return function ValveFields({ view }: { view: TicketView }) {
    const tasks = listWaitingTasks(view, step);
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
function OrderValveFields({ view }: { view: TicketView }) {
  const { person } = useDesk();
  const dispatcher = person?.roles.includes("dispatcher") ?? false;
  const tasks = listWaitingTasks(view, "order_valve");
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

export const REPAIR_STEPS = {
  arrange: {
    Fields: () => (
      <>
        <CrewField />
        <GoesField needed />
        <TimeField name="planned_at" label="预计到场时间" />
        <TextField name="told" label="告知用户的内容" needed rows={3} />
      </>
    ),
  },
  assign: {
    Fields: () => (
      <>
        <CrewField />
        <GoesField />
        <TextField name="note" label="要求" rows={2} />
      </>
    ),
  },
  reassign: {
    Fields: () => (
      <>
        <CrewField />
        <GoesField />
        <TextField name="note" label="改派原因" needed rows={2} />
      </>
    ),
  },
  finish: {
    Fields: WorkFields,
    initial: (view) => ({ workers: listSentNames(view).map((name) => ({ name, minutes: 30 })), materials: [] }),
  },
  verify_hours: {
    Fields: HoursFields,
    initial: ({ ticket }) => ({ minutes: ticket.work?.details.workers.reduce((sum, worker) => sum + worker.minutes, 0) }),
  },
  ask_valve: { Fields: () => <TextField name="place" label="阀门位置" needed hint="哪一只阀门，在哪里" /> },
  order_valve: { Fields: OrderValveFields, initial: firstWaitingTask("order_valve") },
  valve_arrive: { Fields: createValveFields("valve_arrive", false), initial: firstWaitingTask("valve_arrive") },
  valve_shut: { Fields: createValveFields("valve_shut", true), initial: firstWaitingTask("valve_shut") },
  valve_drop: { Fields: createValveFields("valve_drop", true), initial: firstWaitingTask("valve_drop") },
} satisfies StepForms;
