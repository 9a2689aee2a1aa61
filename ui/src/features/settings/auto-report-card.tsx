// 月报自动生成: whether, and into which folder.
import { Card, Form, Switch, Typography } from "antd";
import { useDesk } from "../../session/desk-state";
import { FolderField } from "../../shared/files/path-fields";

export function AutoReportCard() {
  const { masked } = useDesk();
  return (
    <Card size="small" title="月报自动生成">
      <Form.Item
        name="report_auto"
        label="每月自动生成月报"
        valuePropName="checked"
        extra="每月 1 日生成上个月的月报（PDF 和 Excel）；当时没有开机的，开机后补上；封账后重新生成。只放入文件夹，不发送邮件。"
      >
        <Switch checkedChildren="自动" unCheckedChildren="手动" />
      </Form.Item>
      <Form.Item
        name="report_folder"
        label="月报文件夹"
        extra="请填写完整路径；不填写则放在本机用户的“文档”中的“延伸服务台月报”，演示数据和数据副本的月报放在数据文件夹中。"
      >
        <FolderField placeholder="D:\月报" />
      </Form.Item>
      <Form.Item
        name="report_whole"
        label="自动月报中的地址和事由"
        valuePropName="checked"
        extra="隐去时，地址只保留开头，事由中的电话和地址也隐去。由能查看完整信息的人员设定，从下一份月报起生效。"
      >
        <Switch checkedChildren="完整" unCheckedChildren="隐去" disabled={masked} />
      </Form.Item>
      <Typography.Text type="secondary">
        月报载有用户的姓名，属个人信息：请选择只有有关人员能打开的文件夹，不要放在公用或同步到网络的文件夹。
      </Typography.Text>
    </Card>
  );
}
