// 备份: a copy of the file, made while the desk goes on working.
import { App, Button, Card, Form } from "antd";
import { useChange } from "../../api/use-command";
import { FolderField } from "../../shared/files/path-fields";
import { showFieldRefusal, useShowRefusal } from "../../shared/dialogs/refusal";

export function BackupCard() {
  const [form] = Form.useForm<{ path: string }>();
  const make = useChange("backup_make");
  const { message } = App.useApp();
  const say = useShowRefusal();
  const submit = ({ path }: { path: string }) =>
    make.mutate(
      { path: path.trim() },
      {
        onSuccess: (made) => void message.success(`已备份到 ${made.path}（${(made.size / 1_048_576).toFixed(1)} MB）。`),
        onError: (error) => {
          if (!showFieldRefusal(form, error)) say(error);
        },
      },
    );
  return (
    <Card size="small" title="备份数据">
      <Form form={form} layout="vertical" onFinish={submit}>
        <Form.Item
          name="path"
          label="存到哪个文件夹"
          extra="请选择另一块硬盘或移动硬盘上的文件夹，备份文件按日期和时间命名；也可以填写完整的文件路径，已有的文件不会被覆盖。"
          rules={[{ required: true, whitespace: true, message: "请选择或填写存放备份的文件夹。" }]}
        >
          <FolderField placeholder="E:\备份" />
        </Form.Item>
        <Button type="primary" htmlType="submit" loading={make.isPending}>
          立即备份
        </Button>
      </Form>
    </Card>
  );
}
