// A file of a form, as its bytes in base64.
import { useState } from "react";
import { readBase64 } from "./base64";
import { FileButton } from "./file-button";

interface Props {
  accept: string;
  /** The form's. */
  id?: string;
  onChange?: (base64: string) => void;
}

export function FileInput({ accept, id, onChange }: Props) {
  const [name, setName] = useState("");
  const take = async (file: File) => {
    const read = await readBase64(file).catch(() => "");
    setName(file.name);
    onChange?.(read);
  };
  return (
    <FileButton id={id} accept={accept} take={(file) => void take(file)}>
      {name || "选择文件"}
    </FileButton>
  );
}
