// 服务进社区: whether it is necessary, when and where, and how it was held (5.2, 5.3).
import { Alert, Form, Input, InputNumber, Radio, Select } from "antd";
import type { TicketView } from "../../gen/wire";
import { toSelectOptions, words } from "../../shared/text/options";
import { formatMoment } from "../../shared/time/shanghai";
import { ChecklistField } from "../common/checklist";
import type { StepForms } from "../common/step-form";
import { requireField, START_TIME_LABELS, TimeField, TextField } from "../common/shared-fields";
import { RepeatedRows } from "../common/repeated-rows";

const DecideEventFields = () => (
  <>
    <Form.Item name="necessary" label="是否有必要进社区开展服务" rules={[{ required: true, message: "请选择。" }]}>
      <Radio.Group
        options={[
          { value: true, label: "有必要" },
          { value: false, label: "没有必要（须回复提出人）" },
        ]}
      />
    </Form.Item>
    <TextField name="reason" label="理由" needed rows={3} />
  </>
);

const ScheduleEventFields = () => (
  <>
    <TimeField name="at" label="活动时间" />
    <TextField name="place" label="活动地点" needed />
    <TextField name="agreed_with" label="与社区谁约定" />
    <TextField name="reason" label="说明" rows={2} />
  </>
);

const MoveEventFields = ({ view }: { view: TicketView }) => {
  const found = view.ticket.case;
  const now = found.kind === "community" ? found.schedules.at(-1)?.details : undefined;
  return (
    <>
      {now && <Alert type="info" showIcon style={{ marginBottom: 12 }} title={`现在定于 ${formatMoment(now.at)}，${now.place}`} />}
      <TimeField name="at" label="改到什么时间" />
      <TextField name="place" label="活动地点" needed />
      <TextField name="agreed_with" label="与社区谁约定" />
      <TextField name="reason" label="改期原因" needed rows={2} />
    </>
  );
};

const HoldEventFields = () => (
  <>
    <TimeField name="happened_at" label={START_TIME_LABELS.hold_event} />
    <TimeField name="ended_at" label="活动结束时间" />
    <TextField name="place" label="活动地点" needed />
    <RepeatedRows name="team" title="便民服务队" what="人员" fresh={() => ({ department: "service_centre" })} row={(place) => <Member place={place} />} />
    <Form.Item name="residents" label="服务居民" rules={requireField("服务居民人次")}>
      <InputNumber min={0} max={100_000} precision={0} suffix="人次" style={{ width: 180 }} />
    </Form.Item>
    <RepeatedRows name="services" title="服务项目" what="项目" fresh={() => ({ times: 1 })} row={(place) => <Given place={place} />} />
    <ChecklistField
      name="checklist"
      title="便民服务规定逐条确认（5.3）"
      asks={words.ConductRule}
      keys={{ word: "rule", answer: "kept" }}
      yes="做到"
      no="没有做到"
      note="发生的情况"
      hint="发生了什么（将形成违规记录）"
    />
    <TextField name="problems" label="居民反映的问题" rows={3} />
  </>
);

function Member({ place }: { place: number }) {
  return (
    <>
      <Form.Item name={[place, "name"]} rules={requireField("姓名")} style={{ flex: 1 }}>
        <Input placeholder="姓名" aria-label={`人员 ${place + 1}`} autoComplete="off" />
      </Form.Item>
      <Form.Item name={[place, "department"]} style={{ width: 170 }}>
        <Select options={toSelectOptions(words.Department)} aria-label={`人员 ${place + 1} 部门`} />
      </Form.Item>
    </>
  );
}

function Given({ place }: { place: number }) {
  return (
    <>
      <Form.Item name={[place, "service"]} rules={[{ required: true, message: "请选择服务项目。" }]} style={{ flex: 1 }}>
        <Select options={toSelectOptions(words.EventServiceKind)} placeholder="服务项目" aria-label={`项目 ${place + 1}`} />
      </Form.Item>
      <Form.Item name={[place, "times"]} rules={requireField("次数")} style={{ width: 130 }}>
        <InputNumber min={1} max={9999} precision={0} suffix="次" aria-label={`项目 ${place + 1} 次数`} />
      </Form.Item>
    </>
  );
}

/** Where and when it is planned, and whom it was asked for. */
function initialSchedule(view: TicketView): { at: number | null; place: string; agreed_with: string } {
  const { open, case: found } = view.ticket;
  const asked = open.asked.kind === "community" ? open.asked : undefined;
  const last = found.kind === "community" ? found.schedules.at(-1)?.details : undefined;
  return { at: last?.at ?? asked?.planned_at ?? null, place: last?.place ?? asked?.place ?? "", agreed_with: open.name };
}

function initialHeldEvent(view: TicketView): Record<string, unknown> {
  const found = view.ticket.case;
  return {
    place: initialSchedule(view).place,
    happened_at: found.kind === "community" ? (found.schedules.at(-1)?.details.at ?? null) : null,
    team: [{ department: "service_centre" }],
    services: [{ times: 1 }],
    checklist: Object.keys(words.ConductRule).map((rule) => ({ rule, note: "" })),
  };
}

export const COMMUNITY_STEPS = {
  decide_event: { Fields: DecideEventFields },
  schedule_event: { Fields: ScheduleEventFields, initial: initialSchedule },
  move_event: { Fields: MoveEventFields, initial: initialSchedule },
  hold_event: { Fields: HoldEventFields, initial: initialHeldEvent },
} satisfies StepForms;
