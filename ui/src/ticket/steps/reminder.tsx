// 提醒服务: telling the customer (1.2), asking for consent (1.3).
import { Form, Radio } from "antd";
import { options, words } from "../../text/options";
import type { Fields } from "./fields";
import { Choice, Words } from "./parts";

export const Tell: Fields = () => (
  <>
    <Words name="told" label="告知了谁" needed />
    <Choice name="by" label="告知方式" options={options(words.ReplyWay)} />
    <Words name="explained" label="告知和说明的内容" needed rows={3} />
    <Words name="advice" label="给用户的建议" rows={2} />
    <Choice
      name="company_needed"
      label="是否需要公司处理"
      options={[
        { value: false, label: "不需要" },
        { value: true, label: "需要（办结前须征求用户意见）" },
      ]}
    />
  </>
);

export const Consent: Fields = () => (
  <>
    <Form.Item name="agreed" label="用户是否同意由公司处理" rules={[{ required: true, message: "请登记用户的意见。" }]}>
      <Radio.Group
        options={[
          { value: true, label: "同意（可转开关联工单）" },
          { value: false, label: "不同意或不需要" },
        ]}
      />
    </Form.Item>
    <Words name="given_by" label="谁作的答复" needed />
    <Choice name="way" label="答复方式" options={options(words.ConsentWay)} />
    <Words name="words" label="用户的话" rows={2} />
  </>
);
