// The path of a folder: typed, or chosen in the system's own dialog.
import { Button, Flex, Input } from "antd";
import { chooseFolder, choosesFolder } from "../platform";
import { useSay } from "./refusal";

interface Props {
  /** From the form's item. */
  id?: string;
  value?: string;
  onChange?: (path: string) => void;
  placeholder?: string;
}

export function Folder({ id, value, onChange, placeholder }: Props) {
  const say = useSay();
  const choose = () => void chooseFolder(value ?? "").then((path) => path !== null && onChange?.(path), say);
  return (
    <Flex gap={8}>
      <Input {...(id ? { id } : {})} value={value ?? ""} onChange={({ target }) => onChange?.(target.value)} placeholder={placeholder ?? ""} autoComplete="off" />
      {choosesFolder && <Button onClick={choose}>选择文件夹</Button>}
    </Flex>
  );
}
