// Sign-in.
import { Alert, Button, Card, Flex, Form, Input, Tag, Typography } from "antd";
import { useState } from "react";
import { useChange } from "../call/use";
import type { DeskState } from "../gen/wire";
import { refusalOf } from "../part/refusal";
import { useUsable } from "../part/usable";
import { sentence } from "../text/errors";
import { ClockBehind } from "./clock-behind";
import { useStand } from "./desk";

export function SignIn({ state }: { state: DeskState }) {
  const [problem, setProblem] = useState("");
  const [form] = Form.useForm<{ name: string; password: string }>();
  const enter = useChange("person_sign_in");
  const stand = useStand();
  useUsable(true);
  const submit = ({ name, password }: { name: string; password: string }) => {
    setProblem("");
    enter.mutate(
      { name: name.trim(), password },
      {
        onSuccess: stand,
        onError: (error) => {
          setProblem(sentence(refusalOf(error)));
          form.resetFields(["password"]);
        },
      },
    );
  };
  return (
    <main className="gate">
      <Card>
        <Flex justify="space-between" align="center">
          <Typography.Title level={3} style={{ margin: 0 }}>
            延伸服务台
          </Typography.Title>
          {state.demo && <Tag color="orange">演示数据</Tag>}
        </Flex>
        <Typography.Paragraph type="secondary">
          {state.company}　服务热线 {state.hotline}
        </Typography.Paragraph>
        <ClockBehind state={state} style={{ marginBottom: 12 }} />
        {problem && <Alert type="error" showIcon title={problem} style={{ marginBottom: 12 }} />}
        <Form form={form} layout="vertical" onFinish={submit} requiredMark={false}>
          <Form.Item name="name" label="姓名" rules={[{ required: true, message: "请填写姓名。" }]}>
            <Input autoFocus autoComplete="username" />
          </Form.Item>
          <Form.Item name="password" label="密码" rules={[{ required: true, message: "请填写密码。" }]}>
            <Input.Password autoComplete="current-password" />
          </Form.Item>
          <Button type="primary" htmlType="submit" block loading={enter.isPending}>
            登录
          </Button>
        </Form>
        <Typography.Paragraph type="secondary" style={{ margin: "12px 0 0", fontSize: 12 }}>
          忘记密码请联系系统管理员重设。版本 {state.version}
        </Typography.Paragraph>
      </Card>
    </main>
  );
}
