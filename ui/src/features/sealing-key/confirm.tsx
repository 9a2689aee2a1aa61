// 核对密钥: an administrator with the key's sheet in hand types its id.
import { Alert, App, Button, Card, Flex, Form, Input, Modal } from "antd";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { refreshQueries } from "../../api/refresh";
import { useChange, useRead } from "../../api/use-command";
import { useDesk, useMay } from "../../session/desk-state";
import { InitialFocus } from "../../shared/keyboard/initial-focus";
import { HiddenSubmitButton } from "../../shared/keyboard/hidden-submit-button";
import { usePrintPreview } from "../../shared/pdf/print-preview";
import { showFieldRefusal, useShowRefusal } from "../../shared/dialogs/refusal";
import type { KeyState } from "../../gen/wire";
import { refusalOf } from "../../api/platform";
import { describeConfirmation, describeTrust } from "./trust";
import { CONFIRM_PASSWORD_TEXTS, WitnessPasswordField } from "./witness-password";

export function TrustCard() {
  const { trust } = useDesk();
  const may = useMay();
  const sheet = usePrintPreview("key_sheet");
  const { good, said } = describeTrust(trust, may("key_confirm"));
  const tone = good ? "success" : trust.sealing_stopped ? "error" : "warning";
  return (
    <Card
      size="small"
      title="核对"
      extra={
        may("key_sheet") &&
        trust.witness !== "demo" && (
          <Flex gap={8}>
            <Button loading={sheet.busy} onClick={() => sheet.make({})}>
              打印核对单
            </Button>
            <ConfirmKeyButton />
          </Flex>
        )
      }
    >
      <Alert type={tone} showIcon title={said} />
      {sheet.preview}
    </Card>
  );
}

/** The way to compare the key with its sheet, wherever it is said that this is to be done. */
export function ConfirmKeyButton({ small = false }: { small?: boolean }) {
  const { trust } = useDesk();
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button
        size={small ? "small" : "middle"}
        // What is a copy need not be compared.
        type={trust.confirm && !trust.copy ? "primary" : "default"}
        disabled={!trust.confirm}
        onClick={() => setAsking(true)}
      >
        核对密钥
      </Button>
      {asking && <Confirm close={() => setAsking(false)} />}
    </>
  );
}

/** What has to be done first, where the key that is to be compared cannot sign here. */
const FIRST: Partial<Record<KeyState, string>> = {
  missing: "本机没有这把密钥。请先在“封存密钥”中导入密钥文件，再核对。",
  locked: "封存密钥尚未解锁。请先在“封存密钥”中输入密钥口令，再核对。",
};

function Confirm({ close }: { close: () => void }) {
  const desk = useDesk();
  // What ends by it is looked for only here: every line is read for that.
  const found = useRead("trust_get", {});
  const trust = found.data ?? desk.trust;
  const [form] = Form.useForm<{ id: string; reason: string; password?: string }>();
  const confirm = useChange("key_confirm");
  const keys = useRead("key_list", {});
  const first = keys.data && FIRST[keys.data.state];
  const client = useQueryClient();
  const { message } = App.useApp();
  const say = useShowRefusal();
  return (
    <Modal open title="核对密钥" okText="核对无误，继续使用" onCancel={close} onOk={() => form.submit()} confirmLoading={confirm.isPending || found.isLoading}>
      {first && <Alert type="warning" showIcon title={first} />}
      {describeConfirmation(trust).map((paragraph) => (
        <p key={paragraph}>{paragraph}</p>
      ))}
      {trust.unconfirmed.length === 0 && <p>请取出保险柜中的密钥核对单，照单输入密钥编号。</p>}
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        onFinish={(values) =>
          confirm.mutate(
            { ...values, mark: trust.mark },
            {
              onSuccess: () => {
                void message.success("已核对，此后以本次核对为准。");
                close();
              },
              onError: (error) => {
                // What is shown is no longer how the data stand.
                if (refusalOf(error)?.code === "stale_version") void refreshQueries(client, ["desk", "trust"]);
                if (!showFieldRefusal(form, error)) say(error);
              },
            },
          )
        }
      >
        <InitialFocus>
          <Form.Item name="id" label="密钥编号" rules={[{ required: true, whitespace: true, message: "请照核对单填写密钥编号。" }]}>
            <Input autoComplete="off" placeholder="如 9f3a-77c2-01bd-55e0" />
          </Form.Item>
          <Form.Item name="reason" label="原因" rules={[{ required: true, whitespace: true, message: "请填写原因。" }]}>
            <Input autoComplete="off" placeholder="如：换电脑、恢复备份、首次启用签名" />
          </Form.Item>
          {trust.password_needed && <WitnessPasswordField {...CONFIRM_PASSWORD_TEXTS} />}
          <HiddenSubmitButton />
        </InitialFocus>
      </Form>
    </Modal>
  );
}
