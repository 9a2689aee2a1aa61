// The lock. It covers everything and hides it from the keyboard as well; what was being typed stays behind it.
import { Alert, Button, Card, Form, Input, Typography } from "antd";
import { useEffect, useState } from "react";
import { createPortal } from "react-dom";
import { useChange } from "../api/use-command";
import { refusalOf } from "../api/platform";
import { describeRefusal } from "../shared/text/errors";
import { useSetDeskState } from "./app-root";

export function LockScreen({ person }: { person: string }) {
  const [place] = useState(() => {
    const element = document.createElement("div");
    element.id = "lock";
    element.style.height = "100%";
    return element;
  });
  useEffect(() => {
    document.body.append(place);
    document.body.classList.add("locked");
    // Before it stood in the page nothing in it could have the keyboard.
    place.querySelector("input")?.focus();
    return () => {
      document.body.classList.remove("locked");
      place.remove();
    };
  }, [place]);
  return createPortal(<Unlock person={person} />, place);
}

function Unlock({ person }: { person: string }) {
  const [problem, setProblem] = useState("");
  const [form] = Form.useForm<{ password: string }>();
  const unlock = useChange("person_unlock");
  const out = useChange("person_sign_out");
  const stand = useSetDeskState();
  const submit = ({ password }: { password: string }) => {
    setProblem("");
    unlock.mutate(
      { password },
      {
        onSuccess: stand,
        onError: (error) => {
          setProblem(describeRefusal(refusalOf(error)));
          form.resetFields();
        },
      },
    );
  };
  return (
    <main className="gate">
      <Card>
        <Typography.Title level={3}>服务台已锁定</Typography.Title>
        <Typography.Paragraph type="secondary">
          {person}，请输入密码继续。没有保存的内容还在。
        </Typography.Paragraph>
        {problem && <Alert type="error" showIcon title={problem} style={{ marginBottom: 12 }} />}
        <Form form={form} layout="vertical" onFinish={submit} requiredMark={false}>
          <Form.Item name="password" label="密码" rules={[{ required: true, message: "请填写密码。" }]}>
            <Input.Password autoComplete="current-password" />
          </Form.Item>
          <Button type="primary" htmlType="submit" block loading={unlock.isPending}>
            解锁
          </Button>
          <Button type="link" block onClick={() => out.mutate({}, { onSuccess: stand })}>
            换人登录
          </Button>
        </Form>
      </Card>
    </main>
  );
}
