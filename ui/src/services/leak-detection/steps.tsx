// 义务检漏: the search, the study by the departments, the answer (2.3, 2.4).
import { Alert, Form, Select } from "antd";
import type { TicketView } from "../../gen/wire";
import { CheckboxGroup } from "../../shared/antd-compat/checkbox-group";
import { toSelectOptions, words } from "../../shared/text/options";
import { listSentNames } from "../common/sent-names";
import { findFinding } from "../common/value-text";
import type { StepForms } from "../common/step-form";
import { ChoiceField, CrewField, DepartmentsField, GoesField, TextField } from "../common/shared-fields";

/** A team of the inspection department: to look for a leak (2.3), to take a sample (3). */
export const SendInspectionFields = () => (
  <>
    <CrewField label="稽查班组" department="inspection" />
    <GoesField />
    <TextField name="note" label="要求" rows={2} />
  </>
);

const CAUSE = { found: "漏点位置和原因", not_found: "已排除的情况", undetermined: "暂时无法答复的技术原因" } as const;

const LeakSearchFields = () => {
  const finding: unknown = Form.useWatch("finding");
  const known = finding === "found" || finding === "not_found" || finding === "undetermined" ? finding : null;
  return (
    <>
      <Form.Item name="methods" label="检漏方法" rules={[{ required: true, message: "请选择检漏方法。" }]}>
        <CheckboxGroup options={toSelectOptions(words.SearchMethod)} />
      </Form.Item>
      <TextField name="place" label="检漏部位" needed />
      <ChoiceField name="finding" label="结果" options={toSelectOptions(words.LeakFinding)} />
      {known === "undetermined" && (
        <Alert
          type="warning"
          showIcon
          style={{ marginBottom: 12 }}
          title="须上报公司组织各部门研究，有结论后才能回复用户；在此之前不得擅自答复和许诺（制度 2.4）。"
        />
      )}
      <TextField name="cause" label={known ? CAUSE[known] : "情况说明"} needed rows={3} />
      {known === "found" && <ChoiceField name="meter_side" label="漏点在表前还是表后" options={toSelectOptions(words.MeterSide)} />}
      {known === "not_found" && <TextField name="determined_by" label="由谁认定确实无法找出" needed />}
      <Form.Item name="searchers" label="检漏人员" rules={[{ required: true, message: "请填写检漏人员。" }]}>
        <Select mode="tags" open={false} placeholder="姓名，逐个按回车" />
      </Form.Item>
    </>
  );
};

const EscalateFields = () => (
  <>
    <TextField name="reported_to" label="向谁汇报" needed />
    <DepartmentsField label="请哪些部门研究" />
    <TextField name="question" label="需要研究的问题" needed rows={3} />
  </>
);

const ConcludeFields = () => (
  <>
    <DepartmentsField label="参与研究的部门" />
    <TextField name="study" label="研究情况" needed rows={3} />
    <TextField name="conclusion" label="结论和处理意见" needed rows={3} />
    <ChoiceField name="finding" label="认定结果" options={toSelectOptions(words.LeakFinding)} />
    <TextField name="decided_by" label="由谁决定" needed />
  </>
);

const ReplySearchFields = ({ view }: { view: TicketView }) => {
  const found = view.ticket.case;
  const last = found.kind === "leak_detection" ? findFinding(found) : undefined;
  const needed = last !== "found";
  return (
    <>
      {last && <Alert type="info" showIcon style={{ marginBottom: 12 }} title={`检漏结果：${words.LeakFinding[last]}`} />}
      <TextField name="text" label="回复内容" needed rows={3} />
      <TextField name="explanation" label="向用户作的解释" needed={needed} rows={2} />
      <TextField name="advice" label="给用户出的主意和办法" needed={needed} rows={2} />
      <TextField name="told" label="接受回复的人" needed />
      <ChoiceField name="by" label="回复方式" options={toSelectOptions(words.ReplyWay)} />
    </>
  );
};

export const LEAK_DETECTION_STEPS = {
  send_team: { Fields: SendInspectionFields },
  search: {
    Fields: LeakSearchFields,
    initial: (view) => ({ methods: [], searchers: listSentNames(view).filter(Boolean) }),
    // Fields of another finding that were typed before it was changed are not this finding's.
    shape: ({ finding, meter_side, determined_by }) => ({
      meter_side: finding === "found" ? (meter_side ?? null) : null,
      determined_by: finding === "not_found" ? determined_by : "",
    }),
  },
  escalate: { Fields: EscalateFields },
  conclude: { Fields: ConcludeFields },
  reply_search: { Fields: ReplySearchFields, initial: ({ ticket }) => ({ by: "phone", told: ticket.open.name }) },
} satisfies StepForms;
