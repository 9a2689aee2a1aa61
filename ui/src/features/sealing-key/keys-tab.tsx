// 封存密钥: which key seals the acknowledgements, and what an administrator does with it.
import { DownOutlined } from "@ant-design/icons";
import { Alert, App, Button, Card, Checkbox, Dropdown, Flex, Form, Input, Modal, Skeleton, Table, Tag } from "antd";
import { useState } from "react";
import { useChange, useRead } from "../../api/use-command";
import { useDesk, useMay } from "../../session/desk-state";
import type { KeyLine, KeyState, KeyList } from "../../gen/wire";
import { words } from "../../gen/words";
import { HiddenSubmitButton } from "../../shared/keyboard/hidden-submit-button";
import { useSaveFile } from "../../shared/files/save-file";
import { FailureAlert, showFieldRefusal, useShowRefusal } from "../../shared/dialogs/refusal";
import { InitialFocus } from "../../shared/keyboard/initial-focus";
import { FileInput } from "../../shared/files/file-input";
import { formatMoment } from "../../shared/time/shanghai";
import { AuthorityCard } from "./authority";
import { CertificateCard } from "./certificate";
import { TrustCard } from "./confirm";
import { NewPassphraseFields, PassphraseButton } from "./passphrase-dialog";
import { formatKeyId } from "./trust";
import { CONFIRM_PASSWORD_TEXTS, WitnessPasswordField } from "./witness-password";

type Act = "renew" | "export" | "import" | null;

const TONE: Record<KeyState, "success" | "info" | "warning" | "error"> = {
  ready: "success",
  demo: "info",
  none: "info",
  locked: "warning",
  missing: "error",
  unconfirmed: "warning",
  passphrase_needed: "warning",
};

export function KeysTab() {
  const keys = useRead("key_list", {});
  if (keys.error) return <FailureAlert error={keys.error} again={() => void keys.refetch()} />;
  if (!keys.data) return <Skeleton active />;
  return <Shown keys={keys.data} />;
}

function Shown({ keys: { state, passphrase_needed: passphraseNeeded, keys } }: { keys: KeyList }) {
  const [act, setAct] = useState<Act>(null);
  const close = () => setAct(null);
  const { sealing_stopped: stopped, copy } = useDesk().trust;
  const may = useMay();
  const stoppedBy = copy ? "这是数据副本" : may("key_confirm") ? "请先核对密钥" : "请系统管理员核对密钥";
  const real = state !== "demo" && keys.length > 0;
  return (
    <Flex vertical gap={12}>
      <Alert
        type={stopped ? "error" : TONE[state]}
        showIcon
        title={stopped && state !== "unconfirmed" ? `现在不能封存签字，${stoppedBy}` : words.KeyState[state]}
        description="每份签字确认单由封存密钥签署，此后的改动可以查出；持有密钥的人可以重新签署，请妥善保管密钥和口令。密钥不在数据文件中，备份数据不包含密钥，请另行导出保管。"
        action={
          state === "locked" ? <PassphraseButton /> : state === "passphrase_needed" ? <PassphraseButton first /> : undefined
        }
      />
      <Card
        size="small"
        title="密钥（最新在前）"
        extra={
          real && (
            <Flex gap={8}>
              {may("key_export") && (
                <Button disabled={state !== "ready"} onClick={() => setAct("export")}>
                  导出保管
                </Button>
              )}
              {may("key_import") && <Button onClick={() => setAct("import")}>导入密钥</Button>}
              {may("key_renew") && <RenewButton locked={state === "locked"} renew={() => setAct("renew")} />}
            </Flex>
          )
        }
      >
        <Table<KeyLine> size="small" rowKey="id" pagination={false} dataSource={keys} columns={columns} locale={{ emptyText: "还没有密钥。打印核对单时生成。" }} />
      </Card>
      {state !== "demo" && <TrustCard />}
      {state !== "demo" && <CertificateCard />}
      <AuthorityCard />
      {act === "renew" && <Renew state={state} passphraseNeeded={passphraseNeeded} close={close} />}
      {act === "export" && <Export close={close} />}
      {act === "import" && <Import close={close} />}
    </Flex>
  );
}

const columns = [
  { title: "密钥编号", width: 190, render: (_: unknown, key: KeyLine) => <code>{formatKeyId(key.id)}</code> },
  { title: "启用时间", width: 160, render: (_: unknown, key: KeyLine) => <span className="number">{formatMoment(key.since)}</span> },
  { title: "启用人", width: 110, render: (_: unknown, key: KeyLine) => key.by },
  { title: "原因", width: "18em", render: (_: unknown, key: KeyLine) => key.reason || "首次启用" },
  {
    title: "与前一密钥的关系",
    width: 150,
    render: (_: unknown, key: KeyLine) =>
      key.followed === null ? "—" : key.followed ? <Tag color="green">由前一密钥签署</Tag> : <Tag color="orange">前一密钥已丢失</Tag>,
  },
  {
    title: "核对",
    width: 90,
    render: (_: unknown, key: KeyLine) => (key.confirmed ? <Tag color="green">已核对</Tag> : <Tag color="red">未核对</Tag>),
  },
  {
    title: "公钥",
    ellipsis: true,
    render: (_: unknown, key: KeyLine) => <code title={key.public}>{key.public}</code>,
  },
];

/** A key that is only locked is not replaced by a slip: there the way to a new one is not the one at hand. */
function RenewButton({ locked, renew }: { locked: boolean; renew: () => void }) {
  if (!locked) {
    return (
      <Button danger onClick={renew}>
        启用新密钥
      </Button>
    );
  }
  return (
    <Dropdown trigger={["click"]} autoFocus menu={{ onClick: renew, items: [{ key: "renew", label: "口令已遗失，启用新密钥" }] }}>
      <Button aria-haspopup="menu">
        更多 <DownOutlined />
      </Button>
    </Dropdown>
  );
}

function Renew({ state, passphraseNeeded, close }: { state: KeyState; passphraseNeeded: boolean; close: () => void }) {
  const [form] = Form.useForm<{ reason: string; lost?: boolean; passphrase?: string; password?: string }>();
  const { trust } = useDesk();
  const lost = Form.useWatch("lost", form);
  const renew = useChange("key_renew");
  const { message } = App.useApp();
  const say = useShowRefusal();
  return (
    <Modal open title="启用新密钥" okText="启用" okButtonProps={{ danger: true }} onCancel={close} onOk={() => form.submit()} confirmLoading={renew.isPending}>
      {state === "locked" && (
        <Alert
          type="warning"
          showIcon
          title="原密钥还在本机，只是没有解锁。知道口令的，请先取消，再输入密钥口令；口令确已遗失，也没有另行保管的密钥文件，才启用新密钥。"
          style={{ marginBottom: 12 }}
        />
      )}
      <p>以后的签字由新密钥封存，以前的签字仍按原密钥查验。新密钥由原密钥签署；原密钥确已丢失的，列表中会注明。</p>
      <Form
        form={form}
        layout="vertical"
        initialValues={{ lost: state === "missing" || state === "locked" }}
        onFinish={({ reason, lost = false, passphrase, password }) =>
          renew.mutate(
            { reason, lost, ...(passphrase ? { passphrase } : {}), ...(password ? { password } : {}) },
            {
              onSuccess: () => {
                void message.success(lost ? "新密钥已生成。请打印它的核对单，照单核对后启用，再导出保管。" : "新密钥已启用，请打印核对单并导出保管。", 6);
                close();
              },
              onError: (error) => {
                if (!showFieldRefusal(form, error)) say(error);
              },
            },
          )
        }
      >
        <Form.Item name="reason" label="原因" rules={[{ required: true, whitespace: true, message: "请填写原因。" }]}>
          <Input autoFocus autoComplete="off" placeholder="如：每年更换、换电脑" />
        </Form.Item>
        <Form.Item name="lost" valuePropName="checked">
          <Checkbox>{state === "locked" ? "原密钥的口令已遗失，不能签署" : "原密钥已经丢失，不能签署"}</Checkbox>
        </Form.Item>
        {trust.password_needed && <WitnessPasswordField {...CONFIRM_PASSWORD_TEXTS} />}
        {lost && passphraseNeeded && <NewPassphraseFields autoFocus={false} again="passphrase_again" />}
        <HiddenSubmitButton />
      </Form>
    </Modal>
  );
}

function Export({ close }: { close: () => void }) {
  const [form] = Form.useForm<{ passphrase: string }>();
  const { save, busy } = useSaveFile("key_export");
  return (
    <Modal open title="导出密钥保管" okText="导出" onCancel={close} onOk={() => form.submit()} confirmLoading={busy}>
      <p>密钥文件用下面的口令加密。请存到移动硬盘等另外的地方，换电脑时在新电脑上导入。</p>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={({ passphrase }) => save({ passphrase }, close)}>
        <NewPassphraseFields />
        <HiddenSubmitButton />
      </Form>
    </Modal>
  );
}

function Import({ close }: { close: () => void }) {
  const [form] = Form.useForm<{ base64: string; passphrase: string }>();
  const bring = useChange("key_import");
  const { message } = App.useApp();
  const say = useShowRefusal();
  return (
    <Modal open title="导入密钥" okText="导入" onCancel={close} onOk={() => form.submit()} confirmLoading={bring.isPending}>
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        onFinish={(values) =>
          bring.mutate(values, {
            onSuccess: () => {
              void message.success("密钥已导入。");
              close();
            },
            onError: (error) => {
              if (!showFieldRefusal(form, error)) say(error);
            },
          })
        }
      >
        <InitialFocus what="button">
          <Form.Item name="base64" label="密钥文件" rules={[{ required: true, message: "请选择密钥文件。" }]}>
            <FileInput accept=".key" />
          </Form.Item>
          <Form.Item name="passphrase" label="导出时设置的口令" rules={[{ required: true, message: "请填写口令。" }]}>
            <Input.Password autoComplete="off" />
          </Form.Item>
          <HiddenSubmitButton />
        </InitialFocus>
      </Form>
    </Modal>
  );
}
