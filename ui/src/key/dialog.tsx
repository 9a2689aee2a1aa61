// 密钥口令: asked for wherever something could not be sealed without it; what was being typed stays behind.
import { Alert, App, Form, Input, Modal } from "antd";
import { useState } from "react";
import { useChange } from "../call/use";
import { useWanted } from "../call/wanted";
import { Enter } from "../part/enter";
import { onField } from "../part/refusal";
import { refusalOf } from "../platform";
import { sentence } from "../text/errors";

interface Values {
  passphrase: string;
  again?: string;
}

const LEAST = 12;

/** A new passphrase, typed twice. */
export function NewPassphrase({ autoFocus = true, again = "again" }: { autoFocus?: boolean; again?: string }) {
  return (
    <>
      <Form.Item
        name="passphrase"
        label={`口令（至少 ${LEAST} 个字）`}
        rules={[
          { required: true, message: "请填写口令。" },
          { min: LEAST, message: `口令至少 ${LEAST} 个字。` },
        ]}
      >
        <Input.Password autoFocus={autoFocus} autoComplete="new-password" />
      </Form.Item>
      <Form.Item
        name={again}
        label="再输入一次口令"
        dependencies={["passphrase"]}
        rules={[
          ({ getFieldValue }) => ({
            validator: (_, value) =>
              value === getFieldValue("passphrase") ? Promise.resolve() : Promise.reject(new Error("两次输入的口令不一致。")),
          }),
        ]}
      >
        <Input.Password autoComplete="new-password" />
      </Form.Item>
      <p className="quiet">请把口令另行妥善保管：忘记以后没有办法找回，只能启用新密钥。</p>
    </>
  );
}

export function KeyDialog() {
  const [wanted, close] = useWanted();
  if (!wanted) return null;
  return <Asking first={wanted === "key_passphrase_needed"} close={close} />;
}

function Asking({ first, close }: { first: boolean; close: () => void }) {
  const [form] = Form.useForm<Values>();
  const [problem, setProblem] = useState("");
  const unlock = useChange("key_unlock");
  const { message } = App.useApp();
  const submit = ({ passphrase }: Values) => {
    setProblem("");
    unlock.mutate(
      { passphrase },
      {
        onSuccess: () => {
          void message.success("密钥可以使用了，请重新提交刚才的操作。", 6);
          close();
        },
        onError: (error) => {
          if (!onField(form, error)) setProblem(sentence(refusalOf(error)));
        },
      },
    );
  };
  return (
    <Modal
      open
      title={first ? "为封存密钥设置口令" : "请输入密钥口令"}
      okText={first ? "设置口令" : "解锁密钥"}
      cancelText="以后再说"
      onCancel={close}
      onOk={() => form.submit()}
      confirmLoading={unlock.isPending}
      destroyOnHidden
    >
      {problem && <Alert type="error" showIcon title={problem} style={{ marginBottom: 12 }} />}
      <Form form={form} layout="vertical" requiredMark={false} onFinish={submit}>
        {first ? (
          <>
            <p>签字记录由封存密钥签署。这台电脑不能代为保管密钥，密钥将加密存放在当前用户的配置文件夹中，每次启动后由值班人员输入口令解锁。</p>
            <NewPassphrase />
          </>
        ) : (
          <Form.Item name="passphrase" label="口令" rules={[{ required: true, message: "请填写口令。" }]}>
            <Input.Password autoFocus autoComplete="off" />
          </Form.Item>
        )}
        <Enter />
      </Form>
    </Modal>
  );
}
