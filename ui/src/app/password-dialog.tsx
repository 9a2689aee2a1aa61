// Changing one's own password.
import { App, Form, Input, Modal } from "antd";
import { useChange } from "../api/use-command";
import { HiddenSubmitButton } from "../shared/keyboard/hidden-submit-button";
import { showFieldRefusal, useShowRefusal } from "../shared/dialogs/refusal";

interface Values {
  old: string;
  new: string;
}

export function PasswordDialog({ close }: { close: () => void }) {
  const [form] = Form.useForm<Values>();
  const change = useChange("person_change_password");
  const say = useShowRefusal();
  const { message } = App.useApp();
  const submit = (values: Values) =>
    change.mutate(values, {
      onSuccess: () => {
        void message.success("密码已修改，下次登录请用新密码。");
        close();
      },
      onError: (error) => {
        if (!showFieldRefusal(form, error)) say(error);
      },
    });
  return (
    <Modal
      title="修改密码"
      open
      onCancel={close}
      onOk={() => form.submit()}
      okText="保存"
      confirmLoading={change.isPending}
    >
      <Form form={form} layout="vertical" onFinish={submit} requiredMark={false}>
        <Form.Item name="old" label="现在的密码" rules={[{ required: true, message: "请填写现在的密码。" }]}>
          <Input.Password autoFocus autoComplete="current-password" />
        </Form.Item>
        <Form.Item name="new" label="新密码（至少 8 位）" rules={[{ required: true, message: "请填写新密码。" }]}>
          <Input.Password autoComplete="new-password" />
        </Form.Item>
        <HiddenSubmitButton />
      </Form>
    </Modal>
  );
}
