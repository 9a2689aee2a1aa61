// 人员: who may sign in, and in which roles.
import { Alert, App, Button, Card, Empty, Flex, Form, Input, Modal, Select, Switch, Table, Tag } from "antd";
import { useState } from "react";
import { Link } from "react-router";
import { useChange, useRead } from "../../api/use-command";
import { useMay } from "../../session/desk-state";
import type { Person, Role } from "../../gen/wire";
import { HiddenSubmitButton } from "../../shared/keyboard/hidden-submit-button";
import { useHotkeys } from "../../shared/keyboard/hotkeys";
import { KeyCap } from "../../shared/keyboard/key-cap";
import { PageLayout } from "../../shared/look/page-layout";
import { FailureAlert, showFieldRefusal, READ_FAILED_TEXT, useShowRefusal } from "../../shared/dialogs/refusal";
import { toSelectOptions, words } from "../../shared/text/options";

type Open = { what: "add" } | { what: "change" | "password"; person: Person } | null;

export function PeoplePage() {
  const people = useRead("person_list", {});
  const may = useMay();
  const [open, setOpen] = useState<Open>(null);
  const add = () => setOpen({ what: "add" });
  useHotkeys(may("person_add") ? [{ press: "N", does: "添加人员", group: "本页", run: add }] : []);
  return (
    <PageLayout
      title="人员"
      extra={
        may("person_add") && (
          <Button type="primary" aria-keyshortcuts="N" onClick={add}>
            添加人员 <KeyCap of="N" />
          </Button>
        )
      }
    >
      {people.error && <FailureAlert error={people.error} again={() => void people.refetch()} />}
      {may("person_add") && people.data?.length === 1 && (
        <Alert
          type="info"
          showIcon
          style={{ marginBottom: 12 }}
          title="现在只有您一个人。请添加客服、调度等人员；一个人可以有几个岗位。"
          description={
            <>
              班组、热线和公司名称在“<Link to="/settings">设置与日历</Link>”中填写。
            </>
          }
        />
      )}
      <Card size="small">
        <Table<Person>
          size="small"
          rowKey="id"
          dataSource={people.data ?? []}
          loading={people.isPending}
          pagination={false}
          locale={{ emptyText: <Empty description={people.error ? READ_FAILED_TEXT : "还没有人员，请按“添加人员”。"} /> }}
          columns={[
            { title: "姓名", width: 180, dataIndex: "name" },
            {
              title: "岗位",
              render: (_, person) => (
                <Flex gap={4} wrap>
                  {person.roles.map((role) => (
                    <Tag key={role}>{words.Role[role]}</Tag>
                  ))}
                </Flex>
              ),
            },
            {
              title: "状态",
              width: 90,
              render: (_, person) => (person.active ? <Tag color="green">在用</Tag> : <Tag>停用</Tag>),
            },
            {
              title: "操作",
              width: 200,
              render: (_, person) => (
                <Flex gap={4}>
                  {may("person_change") && (
                    <Button size="small" onClick={() => setOpen({ what: "change", person })}>
                      修改
                    </Button>
                  )}
                  {may("person_reset_password") && (
                    <Button size="small" onClick={() => setOpen({ what: "password", person })}>
                      重设密码
                    </Button>
                  )}
                </Flex>
              ),
            },
          ]}
        />
      </Card>
      {open?.what === "add" && <Add close={() => setOpen(null)} />}
      {open?.what === "change" && <Change person={open.person} close={() => setOpen(null)} />}
      {open?.what === "password" && <Reset person={open.person} close={() => setOpen(null)} />}
    </PageLayout>
  );
}

const Roles = ({ first = false }: { first?: boolean }) => (
  <Form.Item name="roles" label="岗位（可多选）" rules={[{ required: true, message: "请选择岗位。" }]}>
    <Select mode="multiple" autoFocus={first} options={toSelectOptions(words.Role)} />
  </Form.Item>
);

const Password = ({ first = false }: { first?: boolean }) => (
  <Form.Item name="password" label="初始密码（至少 8 位）" rules={[{ required: true, message: "请填写密码。" }]}>
    <Input.Password autoFocus={first} autoComplete="new-password" />
  </Form.Item>
);

/** What the three dialogs share: say a refusal on its field, close when done. */
function useDone(close: () => void, text: string) {
  const [form] = Form.useForm();
  const say = useShowRefusal();
  const { message } = App.useApp();
  const then = {
    onSuccess: () => {
      void message.success(text);
      close();
    },
    onError: (error: unknown) => {
      if (!showFieldRefusal(form, error)) say(error);
    },
  };
  return { form, then };
}

function Add({ close }: { close: () => void }) {
  const add = useChange("person_add");
  const { form, then } = useDone(close, "人员已添加，请把初始密码当面告知本人，并请其登录后修改。");
  const submit = (values: { name: string; password: string; roles: Role[] }) =>
    add.mutate({ ...values, name: values.name.trim() }, then);
  return (
    <Modal open title="添加人员" onCancel={close} onOk={() => form.submit()} okText="添加" confirmLoading={add.isPending}>
      <Form form={form} layout="vertical" onFinish={submit}>
        <Form.Item name="name" label="姓名" rules={[{ required: true, whitespace: true, message: "请填写姓名。" }]}>
          <Input autoFocus autoComplete="off" />
        </Form.Item>
        <Roles />
        <Password />
        <HiddenSubmitButton />
      </Form>
    </Modal>
  );
}

function Change({ person, close }: { person: Person; close: () => void }) {
  const change = useChange("person_change");
  const { form, then } = useDone(close, "已保存。");
  const submit = (values: { roles: Role[]; active: boolean }) => change.mutate({ person: person.id, ...values }, then);
  return (
    <Modal
      open
      title={`修改　${person.name}`}
      onCancel={close}
      onOk={() => form.submit()}
      okText="保存"
      confirmLoading={change.isPending}
    >
      <Form form={form} layout="vertical" onFinish={submit} initialValues={{ roles: person.roles, active: person.active }}>
        <Roles first />
        <Form.Item name="active" label="可以登录" valuePropName="checked">
          <Switch checkedChildren="在用" unCheckedChildren="停用" />
        </Form.Item>
        <HiddenSubmitButton />
      </Form>
    </Modal>
  );
}

function Reset({ person, close }: { person: Person; close: () => void }) {
  const reset = useChange("person_reset_password");
  const { form, then } = useDone(close, "密码已重设，请当面告知本人。");
  const submit = ({ password }: { password: string }) => reset.mutate({ person: person.id, password }, then);
  return (
    <Modal
      open
      title={`重设密码　${person.name}`}
      onCancel={close}
      onOk={() => form.submit()}
      okText="重设"
      confirmLoading={reset.isPending}
    >
      <Form form={form} layout="vertical" onFinish={submit}>
        <Password first />
        <HiddenSubmitButton />
      </Form>
    </Modal>
  );
}
