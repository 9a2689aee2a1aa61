// 公司证书: by whose certificate exported acknowledgements are signed, and what an administrator does with it.
import { Alert, App, Button, Card, Flex, Form, Input, Modal, Table, Tag } from "antd";
import { useState } from "react";
import { useChange, useRead } from "../../api/use-command";
import type { CertificateLine, CertificateState } from "../../gen/wire";
import { words } from "../../gen/words";
import { ReasonDialog } from "../../shared/dialogs/reason-dialog";
import { InitialFocus } from "../../shared/keyboard/initial-focus";
import { FileInput } from "../../shared/files/file-input";
import { HiddenSubmitButton } from "../../shared/keyboard/hidden-submit-button";
import { FailureAlert, showFieldRefusal, useShowRefusal } from "../../shared/dialogs/refusal";
import { formatMoment } from "../../shared/time/shanghai";

const TONE: Record<CertificateState, "success" | "info" | "warning" | "error"> = {
  none: "info",
  demo: "info",
  ready: "success",
  soon: "warning",
  expired: "error",
  locked: "warning",
  missing: "error",
};

export function CertificateCard() {
  const [act, setAct] = useState<"take" | "remove" | null>(null);
  const close = () => setAct(null);
  const read = useRead("certificate_list", {});
  if (read.error) return <FailureAlert error={read.error} again={() => void read.refetch()} />;
  const { state, certificates } = read.data ?? { state: "none" as const, certificates: [] };
  const used = certificates.some((line) => line.ended === null);
  return (
    <Card
      size="small"
      title="公司证书（可不设）"
      loading={read.isPending}
      extra={
        <Flex gap={8}>
          <Button onClick={() => setAct("take")}>{used ? "更换证书" : "导入证书"}</Button>
          {used && (
            <Button danger onClick={() => setAct("remove")}>
              停用
            </Button>
          )}
        </Flex>
      }
    >
      <Alert
        type={TONE[state]}
        showIcon
        title={words.CertificateState[state]}
        description="公司向电子认证服务机构申领了证书的，可在此导入：导出的签字确认单由公司证书签名，阅读程序会显示公司名称和发证机构。"
        style={{ marginBottom: 12 }}
      />
      {certificates.length > 0 && (
        <Table<CertificateLine>
          size="small"
          rowKey={(line) => `${line.sha256} ${line.since}`}
          pagination={false}
          dataSource={certificates}
          columns={columns}
        />
      )}
      {act === "take" && <Take close={close} />}
      {act === "remove" && <Remove close={close} />}
    </Card>
  );
}

const columns = [
  { title: "证书", render: (_: unknown, line: CertificateLine) => line.subject },
  { title: "发证机构", render: (_: unknown, line: CertificateLine) => line.issuer },
  {
    title: "有效期",
    width: 210,
    render: (_: unknown, line: CertificateLine) => (
      <span className="number">
        {formatMoment(line.from).slice(0, 10)} 至 {formatMoment(line.until).slice(0, 10)}
      </span>
    ),
  },
  { title: "启用时间", width: 150, render: (_: unknown, line: CertificateLine) => <span className="number">{formatMoment(line.since)}</span> },
  { title: "启用人", width: 100, render: (_: unknown, line: CertificateLine) => line.by },
  { title: "原因", render: (_: unknown, line: CertificateLine) => line.reason },
  {
    title: "状态",
    width: 90,
    render: (_: unknown, line: CertificateLine) => (line.ended === null ? <Tag color="green">使用中</Tag> : <Tag>已停用</Tag>),
  },
  {
    title: "指纹（SHA-256）",
    ellipsis: true,
    render: (_: unknown, line: CertificateLine) => <code title={line.sha256}>{line.sha256}</code>,
  },
];

interface Taken {
  base64: string;
  passphrase: string;
  reason: string;
}

function Take({ close }: { close: () => void }) {
  const [form] = Form.useForm<Taken>();
  const take = useChange("certificate_take");
  const { message } = App.useApp();
  const say = useShowRefusal();
  return (
    <Modal open title="导入公司证书" okText="启用" onCancel={close} onOk={() => form.submit()} confirmLoading={take.isPending}>
      <p>证书文件由电子认证服务机构发给公司，内含密钥。密钥加密存放在本机，不进入备份；换电脑后须重新导入。</p>
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        onFinish={(values) =>
          take.mutate(values, {
            onSuccess: () => {
              void message.success("公司证书已启用，以后导出的签字确认单由它签名。");
              close();
            },
            onError: (error) => {
              if (!showFieldRefusal(form, error)) say(error);
            },
          })
        }
      >
        <InitialFocus what="button">
          <Form.Item name="base64" label="证书文件（.p12 或 .pfx）" rules={[{ required: true, message: "请选择证书文件。" }]}>
            <FileInput accept=".p12,.pfx" />
          </Form.Item>
          <Form.Item name="passphrase" label="证书口令" rules={[{ required: true, message: "请填写口令。" }]}>
            <Input.Password autoComplete="off" />
          </Form.Item>
          <Form.Item name="reason" label="原因" rules={[{ required: true, whitespace: true, message: "请填写原因。" }]}>
            <Input autoComplete="off" placeholder="如：首次启用、到期换领" />
          </Form.Item>
          <HiddenSubmitButton />
        </InitialFocus>
      </Form>
    </Modal>
  );
}

function Remove({ close }: { close: () => void }) {
  return (
    <ReasonDialog name="certificate_remove" title="停用公司证书" okText="停用" told="公司证书已停用。" request={(reason) => ({ reason })} close={close}>
      <p>以后导出的文件由本系统自带的证书签名；以前导出的文件不受影响。证书的密钥从本机删除。</p>
    </ReasonDialog>
  );
}
