// First start: the administrator is made.
import { Alert, Button, Card, Form, Input, Typography } from "antd";
import { useState } from "react";
import { useChange } from "../call/use";
import { onField } from "../part/refusal";
import { refusalOf } from "../platform";
import { sentence } from "../text/errors";
import { useStand } from "./desk";

interface Values {
  name: string;
  password: string;
  again: string;
}

export function FirstStart() {
  const [form] = Form.useForm<Values>();
  const [problem, setProblem] = useState("");
  const first = useChange("person_first");
  const stand = useStand();
  const submit = ({ name, password }: Values) => {
    setProblem("");
    first.mutate(
      { name: name.trim(), password },
      {
        onSuccess: stand,
        onError: (error) => {
          if (!onField(form, error)) setProblem(sentence(refusalOf(error)));
        },
      },
    );
  };
  return (
    <main className="gate">
      <Card>
        <Typography.Title level={3}>首次启动</Typography.Title>
        <Typography.Paragraph type="secondary">
          欢迎使用延伸服务台。请先建立系统管理员，之后由管理员添加客服、调度等人员。请牢记密码。
        </Typography.Paragraph>
        {problem && <Alert type="error" showIcon title={problem} style={{ marginBottom: 12 }} />}
        <Form form={form} layout="vertical" onFinish={submit} requiredMark={false}>
          <Form.Item name="name" label="管理员姓名" rules={[{ required: true, message: "请填写姓名。" }]}>
            <Input autoFocus autoComplete="username" />
          </Form.Item>
          <Form.Item
            name="password"
            label="密码（至少 8 位）"
            rules={[{ required: true, message: "请填写密码。" }]}
          >
            <Input.Password autoComplete="new-password" />
          </Form.Item>
          <Form.Item
            name="again"
            label="再输一次密码"
            dependencies={["password"]}
            rules={[
              { required: true, message: "请再输一次密码。" },
              ({ getFieldValue }) => ({
                validator: (_, value) =>
                  !value || value === getFieldValue("password")
                    ? Promise.resolve()
                    : Promise.reject(new Error("两次输入的密码不一样，请重新输入。")),
              }),
            ]}
          >
            <Input.Password autoComplete="new-password" />
          </Form.Item>
          <Button type="primary" htmlType="submit" block loading={first.isPending}>
            建立管理员并进入
          </Button>
        </Form>
      </Card>
    </main>
  );
}
