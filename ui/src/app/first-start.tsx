// First start: the administrator is made, and with them the installation's key, whose sheet is printed at once.
import { Alert, Button, Card, Flex, Form, Input, Radio, Typography } from "antd";
import { useState } from "react";
import { useChange } from "../api/use-command";
import type { DeskState } from "../gen/wire";
import { NewPassphraseFields } from "../features/sealing-key/passphrase-dialog";
import { FIRST_START_PASSWORD_TEXTS, WitnessPasswordField } from "../features/sealing-key/witness-password";
import { usePrintPreview } from "../shared/pdf/print-preview";
import { showFieldRefusal } from "../shared/dialogs/refusal";
import { refusalOf } from "../api/platform";
import { describeRefusal } from "../shared/text/errors";
import { useSetDeskState } from "./app-root";

interface Values {
  name: string;
  password: string;
  again: string;
  key_place: KeyPlace;
  passphrase?: string;
  witness_password?: string;
}

/** Where the secret half of the key is to lie: where the computer keeps secrets, or in a file under a passphrase. */
type KeyPlace = "system" | "file";

interface Props {
  /** Whether a passphrase for the key must be chosen: this computer keeps no secrets. */
  passphrase: boolean;
  /** Whether other data were in this folder before, so that one of their administrators has to agree. */
  otherData: boolean;
  /** The first start has begun, and is not over before the sheet was offered. */
  begin: () => void;
  over: () => void;
}

export function FirstStart({ passphrase, otherData, begin, over }: Props) {
  const [made, setMade] = useState<DeskState | null>(null);
  // Asked once: the answer changes as soon as the key is there.
  const [needed] = useState(passphrase);
  const stand = useSetDeskState();
  if (made) {
    return (
      <KeySheet
        id={made.trust.key}
        done={() => {
          stand(made);
          over();
        }}
      />
    );
  }
  return <Administrator needed={needed} otherData={otherData} begin={begin} made={setMade} />;
}

/** The key is there: its sheet belongs into the safe before anything else is done. */
function KeySheet({ id, done }: { id: string; done: () => void }) {
  const sheet = usePrintPreview("key_sheet");
  return (
    <main className="gate">
      <Card>
        <Typography.Title level={3}>封存密钥</Typography.Title>
        <Typography.Paragraph>
          签字确认单、人员和设置等记录由封存密钥签名。密钥编号 <code>{id}</code>。
        </Typography.Paragraph>
        <Typography.Paragraph type="secondary">
          请现在打印密钥核对单，签名后存入保险柜：换电脑、恢复数据或数据被人改动时，照单核对。密钥本身请稍后在“设置与日历”的“封存密钥”中导出保管。
        </Typography.Paragraph>
        <Flex vertical gap={8}>
          <Button type="primary" autoFocus block loading={sheet.busy} onClick={() => sheet.make({})}>
            打印核对单
          </Button>
          <Button block onClick={done}>
            进入服务台
          </Button>
        </Flex>
      </Card>
      {sheet.preview}
    </main>
  );
}

interface AdministratorProps {
  needed: boolean;
  otherData: boolean;
  begin: () => void;
  made: (state: DeskState) => void;
}

function Administrator({ needed, otherData, begin, made }: AdministratorProps) {
  const [form] = Form.useForm<Values>();
  const [problem, setProblem] = useState("");
  const first = useChange("person_first");
  const inFile = Form.useWatch("key_place", form) === "file";
  const submit = ({ name, password, key_place, passphrase, witness_password }: Values) => {
    setProblem("");
    begin();
    first.mutate(
      { name: name.trim(), password, ...(key_place === "file" ? { passphrase } : {}), ...(witness_password ? { witness_password } : {}) },
      {
        onSuccess: made,
        onError: (error) => {
          if (!showFieldRefusal(form, error)) setProblem(describeRefusal(refusalOf(error)));
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
        <Form form={form} layout="vertical" onFinish={submit} requiredMark={false} initialValues={{ key_place: needed ? "file" : "system" }}>
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
          <Form.Item
            name="key_place"
            label="封存密钥保管在"
            extra={
              needed
                ? "这台电脑不能代为保管密钥，密钥以口令加密，存放在当前用户的配置文件夹中，每次启动后输入口令。"
                : inFile
                  ? "密钥以口令加密，存放在当前用户的配置文件夹中，每次启动后输入口令。"
                  : "由本机系统为当前用户保管，启动后不必输入口令。"
            }
          >
            <Radio.Group
              options={[
                { value: "system", label: "本机系统的凭据保管处", disabled: needed },
                { value: "file", label: "口令加密的密钥文件" },
              ]}
            />
          </Form.Item>
          {otherData && <WitnessPasswordField {...FIRST_START_PASSWORD_TEXTS} />}
          {inFile && <NewPassphraseFields autoFocus={false} again="passphrase_again" />}
          <Button type="primary" htmlType="submit" block loading={first.isPending}>
            建立管理员并进入
          </Button>
        </Form>
      </Card>
    </main>
  );
}
