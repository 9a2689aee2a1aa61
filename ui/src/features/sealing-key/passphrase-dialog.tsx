// 密钥口令: asked for wherever something could not be sealed without it; what was being typed stays behind.
import { Alert, App, Button, Form, Input, Modal } from "antd";
import { useState } from "react";
import { useChange } from "../../api/use-command";
import { usePassphraseRequest, requestPassphrase, type PassphraseRequest } from "../../api/passphrase-request";
import { useMay } from "../../session/desk-state";
import { HiddenSubmitButton } from "../../shared/keyboard/hidden-submit-button";
import { showFieldRefusal } from "../../shared/dialogs/refusal";
import { refusalOf } from "../../api/platform";
import { describeRefusal } from "../../shared/text/errors";

interface Values {
  passphrase: string;
  again?: string;
}

const LEAST = 12;

/** A new passphrase, typed twice. */
export function NewPassphraseFields({ autoFocus = true, again = "again" }: { autoFocus?: boolean; again?: string }) {
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

/** Only an administrator chooses the first one. */
function useMayGive(): (first: boolean) => boolean {
  const may = useMay();
  return (first) => may("key_unlock") && (!first || may("key_renew"));
}

/** The way to give the passphrase before anything is refused for want of it; nothing for whoever may not. */
export function PassphraseButton({ first = false, small = false }: { first?: boolean; small?: boolean }) {
  const may = useMayGive();
  if (!may(first)) return null;
  return (
    <Button type="primary" size={small ? "small" : "middle"} onClick={() => requestPassphrase(first)}>
      {first ? "设置密钥口令" : "输入密钥口令"}
    </Button>
  );
}

export function PassphraseDialog() {
  const [wanted, close] = usePassphraseRequest();
  const may = useMayGive();
  if (!wanted) return null;
  if (may(wanted.first)) return <Asking wanted={wanted} close={close} />;
  return (
    <Modal open title="封存密钥尚未解锁" okText="知道了" cancelButtonProps={{ hidden: true }} onOk={close} onCancel={close}>
      <p>
        {wanted.first
          ? "封存密钥还没有设置口令。请系统管理员登录后设置，再重新办理。"
          : "您的岗位不能解锁封存密钥。请值班人员或系统管理员登录后输入密钥口令，再重新办理。"}
      </p>
    </Modal>
  );
}

function Asking({ wanted: { first, refused }, close }: { wanted: PassphraseRequest; close: () => void }) {
  const may = useMay();
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
          void message.success(`${first ? "口令已设置" : "密钥已解锁"}${refused ? "，请重新提交刚才的操作。" : "。"}`, 6);
          close();
        },
        onError: (error) => {
          if (!showFieldRefusal(form, error)) setProblem(describeRefusal(refusalOf(error)));
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
            <NewPassphraseFields />
          </>
        ) : (
          <>
            <p>口令是设置封存密钥时所设的，不是登录密码；密钥从文件导入的，是导出时所设的口令。</p>
            <Form.Item name="passphrase" label="口令" rules={[{ required: true, message: "请填写口令。" }]}>
              <Input.Password autoFocus autoComplete="off" />
            </Form.Item>
            <p className="quiet">
              {may("key_import")
                ? "不知道口令的，请先用纸质签字单；另行保管有密钥文件的，可在“设置与日历”的“封存密钥”中导入。"
                : "不知道口令的，请先用纸质签字单，并联系系统管理员。"}
            </p>
          </>
        )}
        <HiddenSubmitButton />
      </Form>
    </Modal>
  );
}
