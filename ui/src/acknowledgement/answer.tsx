// The customer's answer: on the screen, on paper, or a refusal with a witness.
import { Alert, Form, Input, Radio, Select } from "antd";
import type { Answer, Attachment, Way } from "../gen/wire";
import { options, words } from "../text/options";
import { Words } from "../ticket/steps/parts";
import { WhenAndWho } from "../ticket/steps/drawer";
import type { Stroke } from "./ink";
import { Pad } from "./pad";

export interface Values {
  way: Way;
  place: string;
  signer: { name: string; relation: "householder"; phone: string };
  scan?: string;
  reason?: string;
  witness?: string;
  happened_at?: number | null;
  performed_by?: string;
}

/** What is sent. */
export function toAnswer(values: Values, strokes: Stroke[]): Answer {
  const signer = { ...values.signer, name: values.signer.name?.trim() ?? "", phone: values.signer.phone?.trim() ?? "" };
  switch (values.way) {
    case "on_screen":
      return { way: "on_screen", signer, strokes };
    case "paper":
      return { way: "paper", signer, scan: values.scan ?? "" };
    case "refused":
      return { way: "refused", reason: values.reason?.trim() ?? "", witness: values.witness?.trim() ?? "" };
  }
}

interface Props {
  attachments: Attachment[];
  strokes: Stroke[];
  change: (next: (strokes: Stroke[]) => Stroke[]) => void;
}

export function AnswerFields({ attachments, strokes, change }: Props) {
  const way = (Form.useWatch("way") as Way | undefined) ?? "on_screen";
  return (
    <>
      <Form.Item name="way" label="用户怎样确认">
        <Radio.Group optionType="button" options={options(words.Way)} />
      </Form.Item>
      {way === "refused" ? (
        <>
          <Words name="reason" label="拒签原因" needed rows={2} />
          <Words name="witness" label="见证人" needed hint="在场的另一位人员姓名" />
        </>
      ) : (
        <Signer />
      )}
      {way === "paper" && <Scan attachments={attachments} />}
      {way === "on_screen" && (
        <Form.Item label="签名">
          <Pad strokes={strokes} change={change} />
        </Form.Item>
      )}
      <WhenAndWho />
    </>
  );
}

function Signer() {
  return (
    <div className="triple">
      <Form.Item
        name={["signer", "name"]}
        label="签字人"
        rules={[{ required: true, whitespace: true, message: "请填写签字人。" }]}
      >
        <Input autoComplete="off" />
      </Form.Item>
      <Form.Item name={["signer", "relation"]} label="与用户的关系">
        <Select options={options(words.Relation)} />
      </Form.Item>
      <Form.Item name={["signer", "phone"]} label="电话（可不填）">
        <Input autoComplete="off" inputMode="tel" />
      </Form.Item>
    </div>
  );
}

function Scan({ attachments }: { attachments: Attachment[] }) {
  if (attachments.length === 0) {
    return (
      <Alert
        type="info"
        showIcon
        style={{ marginBottom: 12 }}
        title="请先用“添加附件”把签好字的纸质确认单扫描件或照片加到工单上，再回到这里登记。"
      />
    );
  }
  return (
    <Form.Item name="scan" label="扫描件或照片" rules={[{ required: true, message: "请选择扫描件或照片。" }]}>
      <Select options={attachments.map(({ sha256, name }) => ({ value: sha256, label: name }))} />
    </Form.Item>
  );
}
