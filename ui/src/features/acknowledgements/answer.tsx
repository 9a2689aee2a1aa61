// The customer's answer: on the screen, on paper, a refusal with a witness, or (of a reminder) a notice that was left.
import { Form, Input, Radio, Select } from "antd";
import type { AcknowledgementAnswer, Ticket, AnswerKind } from "../../gen/wire";
import { toSelectOptions, words } from "../../shared/text/options";
import { TextField } from "../../services/common/shared-fields";
import { WhenAndWho } from "../../services/common/when-and-who";
import { AttachmentField } from "./attachment-field";
import { toPenDynamics, toWireStrokes, type PenStroke } from "./ink";
import { SignaturePad } from "./signature-pad";

export interface AnswerFormValues {
  way: AnswerKind;
  place: string;
  signer: { name: string; relation: "householder"; phone: string };
  scan?: string;
  reason?: string;
  witness?: string;
  left_at?: string;
  photo?: string;
  why?: string;
  happened_at?: number | null;
  performed_by?: string;
}

/** What is sent. `keepPen`: pressure and timing as well. */
export function toAnswer(values: AnswerFormValues, strokes: PenStroke[], keepPen: boolean): AcknowledgementAnswer {
  const signer = { ...values.signer, name: values.signer.name?.trim() ?? "", phone: values.signer.phone?.trim() ?? "" };
  switch (values.way) {
    case "on_screen":
      return { way: "on_screen", signer, strokes: toWireStrokes(strokes), ...(keepPen ? { pen: toPenDynamics(strokes) } : {}) };
    case "paper":
      return { way: "paper", signer, scan: values.scan ?? "" };
    case "refused":
      return { way: "refused", reason: values.reason?.trim() ?? "", witness: values.witness?.trim() ?? "" };
    case "left":
      return {
        way: "left",
        reason: values.reason?.trim() ?? "",
        place: values.left_at?.trim() ?? "",
        photo: values.photo ?? "",
      };
  }
}

interface Props {
  ticket: Ticket;
  strokes: PenStroke[];
  change: (next: (strokes: PenStroke[]) => PenStroke[]) => void;
}

export function AnswerFields({ ticket, strokes, change }: Props) {
  const way = (Form.useWatch("way") as AnswerKind | undefined) ?? "on_screen";
  // 1.2: a notice is left only with a reminder.
  const ways = toSelectOptions(words.AnswerKind).filter(({ value }) => value !== "left" || ticket.case.kind === "reminder");
  return (
    <>
      <Form.Item name="way" label="用户怎样确认">
        <Radio.Group optionType="button" options={ways} />
      </Form.Item>
      {way === "refused" && (
        <>
          <TextField name="reason" label="拒签原因" needed rows={2} />
          <TextField name="witness" label="见证人" needed hint="在场的另一位人员姓名" />
        </>
      )}
      {way === "left" && (
        <>
          <TextField name="reason" label="留置原因" needed rows={2} hint="如：多次上门用户不在家，电话未接通" />
          <TextField name="left_at" label="通知留在哪里" needed hint="如：入户门上、物业前台" />
          <AttachmentField ticket={ticket} name="photo" label="留置现场照片" />
        </>
      )}
      {(way === "on_screen" || way === "paper") && <Signer />}
      {way === "paper" && <AttachmentField ticket={ticket} name="scan" label="扫描件或照片" />}
      {way === "on_screen" && (
        <Form.Item label="签名">
          <SignaturePad strokes={strokes} change={change} />
        </Form.Item>
      )}
      <WhenAndWho when={way !== "on_screen"} />
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
        <Select options={toSelectOptions(words.SignerRelation)} />
      </Form.Item>
      <Form.Item name={["signer", "phone"]} label="电话（可不填）">
        <Input autoComplete="off" inputMode="tel" />
      </Form.Item>
    </div>
  );
}
