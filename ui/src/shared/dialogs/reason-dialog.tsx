// Something that is not done without a reason: a dialog that asks for it.
import { App, Form, Input, Modal } from "antd";
import type { ReactNode } from "react";
import { useChange } from "../../api/use-command";
import type { CommandRequest } from "../../api/platform";
import { HiddenSubmitButton } from "../keyboard/hidden-submit-button";
import { showFieldRefusal, useShowRefusal } from "./refusal";

type Asked = "authority_remove" | "certificate_remove" | "report_reopen";

interface Props<N extends Asked> {
  name: N;
  title: string;
  okText: string;
  /** What is said once it is done. */
  told: string;
  request: (reason: string) => CommandRequest<N>;
  close: () => void;
  /** What it means. */
  children: ReactNode;
}

export function ReasonDialog<N extends Asked>({ name, title, okText, told, request, close, children }: Props<N>) {
  const [form] = Form.useForm<{ reason: string }>();
  const change = useChange(name);
  const { message } = App.useApp();
  const say = useShowRefusal();
  const submit = ({ reason }: { reason: string }) =>
    change.mutate(request(reason), {
      onSuccess: () => {
        void message.success(told);
        close();
      },
      onError: (error) => {
        if (!showFieldRefusal(form, error)) say(error);
      },
    });
  return (
    <Modal open title={title} okText={okText} okButtonProps={{ danger: true }} onCancel={close} onOk={() => form.submit()} confirmLoading={change.isPending}>
      {children}
      <Form form={form} layout="vertical" requiredMark={false} onFinish={submit}>
        <Form.Item name="reason" label="原因" rules={[{ required: true, whitespace: true, message: "请填写原因。" }]}>
          <Input autoFocus autoComplete="off" />
        </Form.Item>
        <HiddenSubmitButton />
      </Form>
    </Modal>
  );
}
