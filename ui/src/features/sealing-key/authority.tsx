// 时间戳服务机构: whose time stamps are believed, and what an administrator does with them.
import { App, Button, Card, Form, Input, Modal, Table, Tag } from "antd";
import { useState } from "react";
import { useChange, useRead } from "../../api/use-command";
import type { AuthorityLine } from "../../gen/wire";
import { ReasonDialog } from "../../shared/dialogs/reason-dialog";
import { InitialFocus } from "../../shared/keyboard/initial-focus";
import { FileInput } from "../../shared/files/file-input";
import { HiddenSubmitButton } from "../../shared/keyboard/hidden-submit-button";
import { FailureAlert, showFieldRefusal, useShowRefusal } from "../../shared/dialogs/refusal";
import { formatMoment } from "../../shared/time/shanghai";

export function AuthorityCard() {
  const [adding, setAdding] = useState(false);
  const [removed, setRemoved] = useState<AuthorityLine | null>(null);
  const read = useRead("authority_list", {});
  if (read.error) return <FailureAlert error={read.error} again={() => void read.refetch()} />;
  const lines = read.data?.authorities ?? [];
  return (
    <Card
      size="small"
      title="时间戳服务机构（可不设）"
      loading={read.isPending}
      extra={<Button onClick={() => setAdding(true)}>登记机构</Button>}
    >
      <p style={{ marginTop: 0 }}>查验和导出时只采用已登记机构的时间戳。登记前，请把证书指纹与该机构公布的核对一致。</p>
      {lines.length > 0 && (
        <Table<AuthorityLine>
          size="small"
          rowKey={(line) => `${line.sha256} ${line.since}`}
          pagination={false}
          dataSource={lines}
          columns={[
            { title: "机构", render: (_, line) => line.subject },
            { title: "发证机构", render: (_, line) => line.issuer },
            {
              title: "有效期",
              width: 210,
              render: (_, line) => (
                <span className="number">
                  {formatMoment(line.from).slice(0, 10)} 至 {formatMoment(line.until).slice(0, 10)}
                </span>
              ),
            },
            { title: "登记时间", width: 150, render: (_, line) => <span className="number">{formatMoment(line.since)}</span> },
            { title: "登记人", width: 100, render: (_, line) => line.by },
            { title: "原因", render: (_, line) => line.reason },
            {
              title: "指纹（SHA-256）",
              ellipsis: true,
              render: (_, line) => <code title={line.sha256}>{line.sha256}</code>,
            },
            {
              title: "状态",
              width: 120,
              render: (_, line) =>
                line.ended === null ? (
                  <Button size="small" danger onClick={() => setRemoved(line)}>
                    取消登记
                  </Button>
                ) : (
                  <Tag>已取消</Tag>
                ),
            },
          ]}
        />
      )}
      {adding && <RegisterAuthorityDialog close={() => setAdding(false)} />}
      {removed && (
        <ReasonDialog
          name="authority_remove"
          title={`取消“${removed.subject}”的登记`}
          okText="取消登记"
          told="登记已取消，该机构的时间戳不再采用。"
          request={(reason) => ({ sha256: removed.sha256, reason })}
          close={() => setRemoved(null)}
        >
          <p>取消后，以前导出的文件上该机构的时间戳也显示为不认识的机构。</p>
        </ReasonDialog>
      )}
    </Card>
  );
}

interface Registered {
  base64: string;
  reason: string;
}

interface Props {
  close: () => void;
  /** The certificate an authority has just answered with; otherwise a file is chosen. */
  found?: { by: string; issuer: string; sha256: string; certificate: string };
}

export function RegisterAuthorityDialog({ close, found }: Props) {
  const [form] = Form.useForm<Registered>();
  const register = useChange("authority_register");
  const { message } = App.useApp();
  const say = useShowRefusal();
  const submit = (values: Registered) =>
    register.mutate(found ? { ...values, base64: found.certificate } : values, {
      onSuccess: () => {
        void message.success("机构已登记，以后采用它的时间戳。");
        close();
      },
      onError: (error) => {
        if (!showFieldRefusal(form, error)) say(error);
      },
    });
  return (
    <Modal open title="登记时间戳服务机构" okText="登记" onCancel={close} onOk={() => form.submit()} confirmLoading={register.isPending}>
      {found ? (
        <p>
          “{found.by}”的证书，由“{found.issuer}”签发。请先与该机构公布的指纹核对一致：
          <br />
          <code style={{ wordBreak: "break-all" }}>{found.sha256}</code>
        </p>
      ) : (
        <p>证书由时间戳服务机构公布，可以是加盖时间戳的证书，也可以是直接签发它的上级证书。</p>
      )}
      <Form form={form} layout="vertical" requiredMark={false} onFinish={submit}>
        <InitialFocus what={found ? undefined : "button"}>
          {!found && (
            <Form.Item name="base64" label="证书文件（.cer、.crt 或 .pem）" rules={[{ required: true, message: "请选择证书文件。" }]}>
              <FileInput accept=".cer,.crt,.pem,.der" />
            </Form.Item>
          )}
          <Form.Item name="reason" label="原因" rules={[{ required: true, whitespace: true, message: "请填写原因。" }]}>
            <Input autoComplete="off" placeholder="如：已与机构公布的指纹核对一致" />
          </Form.Item>
          <HiddenSubmitButton />
        </InitialFocus>
      </Form>
    </Modal>
  );
}
