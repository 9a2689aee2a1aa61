// The password of an administrator by the record outside the data: asked for where the data differ from it and whoever is signed in proved
// none of these passwords.
import { Form, Input } from "antd";

interface Props {
  /** The field it is sent in. */
  name: "password" | "witness_password";
  label: string;
  extra: string;
}

export function WitnessPasswordField({ name, label, extra }: Props) {
  return (
    <Form.Item name={name} label={label} extra={extra} rules={[{ required: true, message: `请填写${label}。` }]}>
      <Input.Password autoComplete="off" />
    </Form.Item>
  );
}

export const CONFIRM_PASSWORD_TEXTS = {
  name: "password",
  label: "系统管理员的密码",
  extra: "以核对记录写成时为准，其中任何一位的密码都可以。都不知道的，请恢复较新的备份，或请管理这台电脑的人移走核对记录。",
} as const;

export const FIRST_START_PASSWORD_TEXTS = {
  name: "witness_password",
  label: "原数据系统管理员的密码",
  extra: "这个文件夹中原来有另一套数据，现在已经不在。确要重新开始的，请填写原数据中任何一位系统管理员的密码；要用原数据的，请先把它放回来。",
} as const;
