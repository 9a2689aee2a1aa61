// 常用语: the texts the desk writes often, for everybody at once.
import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { Alert, App, Button, Card, Flex, Form, Input } from "antd";
import { useChange } from "../../api/use-command";
import type { Settings, SettingsView } from "../../gen/wire";
import { focusNewRow } from "../../shared/table/focus-new-row";
import { submitOnSaveKey } from "../../shared/keyboard/key-events";
import { useFormProblem } from "../../shared/dialogs/use-form-problem";
import { refusalOf } from "../../api/platform";

export function SnippetsForm({ view }: { view: SettingsView }) {
  const [form] = Form.useForm();
  const [problem, setProblem] = useFormProblem();
  const change = useChange("settings_change");
  const { message } = App.useApp();
  const submit = ({ snippets }: Pick<Settings, "snippets">) => {
    setProblem("");
    change.mutate(
      { version: view.version, settings: { ...view.settings, snippets } },
      {
        onSuccess: () => void message.success("常用语已保存。"),
        onError: (error) => setProblem(refusalOf(error)),
      },
    );
  };
  return (
    <Form form={form} layout="vertical" initialValues={{ snippets: view.settings.snippets }} onFinish={submit} onKeyDown={submitOnSaveKey(form)}>
      {problem && <Alert type="error" showIcon title={problem} style={{ marginBottom: 12 }} />}
      <Card size="small" title="常用语（全公司共用）">
        <p className="quiet" style={{ marginTop: 0 }}>
          填写情况说明、备注等内容时，输入“/”和简码，再按 Tab 或回车，即换成对应的文字。文字中可用 {"{姓名}、{电话}、{地址}、{户号}"}
          ，使用时自动填入。
        </p>
        <Form.List name="snippets">
          {(fields, { add, remove }) => (
            <>
              {fields.map(({ key, name }) => (
                <Flex key={key} gap={8} align="start">
                  <Form.Item
                    name={[name, "key"]}
                    // Two that were the same are both right again once one of them is changed.
                    dependencies={fields.map((other) => ["snippets", other.name, "key"])}
                    rules={[
                      { required: true, message: "请填写简码。" },
                      { pattern: /^[a-z0-9]{1,12}$/i, message: "简码请用 12 个以内的字母或数字。" },
                      ({ getFieldValue }) => ({
                        validator: (_, typed: string) => {
                          const all = (getFieldValue("snippets") as ({ key?: string } | null)[]).map((one) => one?.key?.toLowerCase());
                          const twice = all.filter((other) => other && other === typed?.toLowerCase()).length > 1;
                          return twice ? Promise.reject(new Error("这个简码已经有了。")) : Promise.resolve();
                        },
                      }),
                    ]}
                    style={{ width: 150 }}
                  >
                    <Input prefix="/" autoComplete="off" aria-label={`简码 ${name + 1}`} />
                  </Form.Item>
                  <Form.Item
                    name={[name, "text"]}
                    rules={[{ required: true, whitespace: true, message: "请填写文字。" }]}
                    style={{ flex: 1 }}
                  >
                    <Input.TextArea autoSize={{ minRows: 1, maxRows: 4 }} maxLength={500} aria-label={`文字 ${name + 1}`} />
                  </Form.Item>
                  <Button icon={<DeleteOutlined />} aria-label={`删除常用语 ${name + 1}`} onClick={() => remove(name)} />
                </Flex>
              ))}
              <Button size="small" icon={<PlusOutlined />} onClick={(event) => (add({ key: "", text: "" }), focusNewRow(event))}>
                添加常用语
              </Button>
            </>
          )}
        </Form.List>
      </Card>
      <Flex justify="end" align="center" gap={8} style={{ marginTop: 12 }}>
        <span className="quiet">Ctrl + Enter 保存</span>
        <Button type="primary" htmlType="submit" loading={change.isPending}>
          保存常用语
        </Button>
      </Flex>
    </Form>
  );
}
