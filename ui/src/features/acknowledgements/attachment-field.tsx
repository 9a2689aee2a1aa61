// A file of the ticket that proves the answer: one that is there already, or one added on the spot.
import { Flex, Form, Select } from "antd";
import { useChange } from "../../api/use-command";
import type { Ticket } from "../../gen/wire";
import { readBase64 } from "../../shared/files/base64";
import { FileButton } from "../../shared/files/file-button";
import { useShowRefusal } from "../../shared/dialogs/refusal";

interface Props {
  ticket: Ticket;
  name: "scan" | "photo";
  label: string;
}

export function AttachmentField({ ticket, name, label }: Props) {
  // A paper shows no notice at a door (1.2).
  const photo = name === "photo";
  const files = ticket.attachments.filter((file) => !photo || file.media !== "pdf");
  const form = Form.useFormInstance();
  const attach = useChange("ticket_attach");
  const say = useShowRefusal();
  const add = async (file: File) => {
    try {
      const details = { name: file.name, base64: await readBase64(file) };
      const { value } = await attach.mutateAsync({ ticket: ticket.id, version: ticket.version, details });
      form.setFieldValue(name, value.ticket.attachments.at(-1)?.sha256);
      void form.validateFields([name]);
    } catch (error) {
      say(error);
    }
  };
  return (
    <Flex gap={8} align="start">
      <Form.Item name={name} label={label} style={{ flex: 1 }} rules={[{ required: true, message: `请选择或添加${label}。` }]}>
        <Select
          options={files.map((file) => ({ value: file.sha256, label: file.name }))}
          notFoundContent={files.length === 0 ? `工单上还没有${photo ? "照片" : "附件"}，请用右边的按钮添加。` : undefined}
          placeholder={`请选择工单上的${photo ? "照片" : "附件"}`}
        />
      </Form.Item>
      <Form.Item label=" ">
        <FileButton accept={photo ? ".jpg,.jpeg,.png" : ".jpg,.jpeg,.png,.pdf"} take={(file) => void add(file)} loading={attach.isPending}>
          现在添加
        </FileButton>
      </Form.Item>
    </Flex>
  );
}
