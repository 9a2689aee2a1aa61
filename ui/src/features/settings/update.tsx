// 安装更新: a signed file from a folder or a share. The program checks it, backs up the data and gets the installer ready; then the
// window closes, because nothing can be written into a program that runs.
import { Alert, App, Button, Card, Descriptions, Flex, Form } from "antd";
import { useState } from "react";
import { useChange } from "../../api/use-command";
import { useDesk } from "../../session/desk-state";
import type { UpdateFound, UpdateReady } from "../../gen/wire";
import { UpdateFileField } from "../../shared/files/path-fields";
import { showFieldRefusal, useShowRefusal } from "../../shared/dialogs/refusal";
import { startUpdate } from "../../api/platform";

const ASKED = "会先备份数据并检查备份，然后关闭窗口、安装新版本，完成后重新打开。请先确认没有正在登记的内容。";

export function UpdateCard() {
  const [form] = Form.useForm<{ path: string }>();
  const [found, setFound] = useState<UpdateFound | null>(null);
  const [ready, setReady] = useState<UpdateReady | null>(null);
  const check = useChange("update_check");
  const prepare = useChange("update_prepare");
  const { version } = useDesk();
  const { modal } = App.useApp();
  const say = useShowRefusal();
  const path = () => form.getFieldValue("path").trim() as string;
  const onError = (error: unknown) => {
    setFound(null);
    if (!showFieldRefusal(form, error)) say(error);
  };
  const install = ({ version }: UpdateFound) =>
    void modal.confirm({
      title: `安装版本 ${version}？`,
      content: ASKED,
      okText: "安装",
      cancelText: "返回",
      onOk: () => {
        const start = (ready: UpdateReady) => {
          setReady(ready);
          void startUpdate().catch((error: unknown) => {
            setReady(null);
            say(error);
          });
        };
        prepare.mutate({ path: path() }, { onSuccess: start, onError });
      },
    });
  return (
    <Card size="small" title="安装更新">
      <Form
        form={form}
        name="update"
        layout="vertical"
        onValuesChange={() => setFound(null)}
        onFinish={() => check.mutate({ path: path() }, { onSuccess: setFound, onError })}
      >
        <Form.Item
          name="path"
          label="更新文件"
          extra="请选择共享文件夹或移动硬盘上的安装文件，旁边须有同名的 .minisig 签名文件。选择后先核对签名和版本，不会立即安装。"
          rules={[{ required: true, whitespace: true, message: "请选择或填写更新文件。" }]}
        >
          <UpdateFileField placeholder="\\服务器\更新\Yanshen-0.4.0-x64.exe" />
        </Form.Item>
        <Flex vertical gap={12} align="start">
          <Button htmlType="submit" loading={check.isPending} disabled={prepare.isPending || ready !== null}>
            核对更新文件
          </Button>
          {found && (
            <Descriptions
              size="small"
              bordered
              column={4}
              items={[
                { key: "running", label: "现在的版本", children: version },
                { key: "version", label: "文件的版本", children: found.version },
                { key: "signed", label: "签名", children: "有效，文件没有被改动" },
                { key: "size", label: "大小", children: `${(found.size / 1_048_576).toFixed(1)} MB` },
              ]}
            />
          )}
          {found && !found.here && <Alert type="info" showIcon title="在这个系统上，更新由系统的软件包管理程序安装，请联系管理员。" />}
          {found?.here && !ready && (
            <Button type="primary" loading={prepare.isPending} onClick={() => install(found)}>
              安装更新
            </Button>
          )}
          {ready && (
            <Alert
              type="success"
              showIcon
              title={`数据已备份到 ${ready.backup}，正在启动安装程序。窗口会关闭，安装完成后重新打开。`}
            />
          )}
        </Flex>
      </Form>
    </Card>
  );
}
