// The path of a folder or a file: typed, or chosen in the system's own dialog.
import { Button, Flex, Input } from "antd";
import { chooseFolder, canChooseFolder, chooseUpdate, folderOf } from "../../api/platform";
import { useShowRefusal } from "../dialogs/refusal";

interface Props {
  /** From the form's item. */
  id?: string;
  value?: string;
  onChange?: (path: string) => void;
  placeholder?: string;
}

export const FolderField = (props: Props) => <Path {...props} word="选择文件夹" ask={chooseFolder} />;

/** An update file; it is looked for beside the one that was chosen before. */
export const UpdateFileField = (props: Props) => <Path {...props} word="选择文件" ask={(path) => chooseUpdate(folderOf(path))} />;

function Path({ id, value, onChange, placeholder, word, ask }: Props & { word: string; ask: (path: string) => Promise<string | null> }) {
  const say = useShowRefusal();
  const choose = () => void ask(value ?? "").then((path) => path !== null && onChange?.(path), say);
  return (
    <Flex gap={8}>
      <Input {...(id ? { id } : {})} value={value ?? ""} onChange={({ target }) => onChange?.(target.value)} placeholder={placeholder ?? ""} autoComplete="off" />
      {canChooseFolder && <Button onClick={choose}>{word}</Button>}
    </Flex>
  );
}
