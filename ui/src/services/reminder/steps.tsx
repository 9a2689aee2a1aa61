// 提醒服务: telling the customer (1.2), asking for consent (1.3).
import { Form, Radio } from "antd";
import { toSelectOptions, words } from "../../shared/text/options";
import type { StepForms } from "../common/step-form";
import { ChoiceField, TextField } from "../common/shared-fields";

const TellFields = () => (
  <>
    <TextField name="told" label="告知了谁" needed />
    <ChoiceField name="by" label="告知方式" options={toSelectOptions(words.ReplyWay)} />
    <TextField name="explained" label="告知和说明的内容" needed rows={3} />
    <TextField name="advice" label="给用户的建议" rows={2} />
    <ChoiceField
      name="company_needed"
      label="是否需要公司处理"
      options={[
        { value: false, label: "不需要" },
        { value: true, label: "需要（办结前须征求用户意见）" },
      ]}
    />
  </>
);

const ConsentFields = () => (
  <>
    <Form.Item name="agreed" label="用户是否同意由公司处理" rules={[{ required: true, message: "请登记用户的意见。" }]}>
      <Radio.Group
        options={[
          { value: true, label: "同意（可转开关联工单）" },
          { value: false, label: "不同意或不需要" },
        ]}
      />
    </Form.Item>
    <TextField name="given_by" label="谁作的答复" needed />
    <ChoiceField name="way" label="答复方式" options={toSelectOptions(words.ConsentWay)} />
    <TextField name="words" label="用户的话" rows={2} />
  </>
);

export const REMINDER_STEPS = {
  tell: { Fields: TellFields, initial: ({ ticket }) => ({ told: ticket.open.name }) },
  consent: { Fields: ConsentFields, initial: ({ ticket }) => ({ given_by: ticket.open.name }) },
} satisfies StepForms;
