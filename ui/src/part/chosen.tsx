// A file of a form, as its bytes in base64.
import { UploadOutlined } from "@ant-design/icons";
import { Button, Upload } from "antd";
import { useState } from "react";
import { base64 } from "../ticket/steps/attach";

interface Props {
  accept: string;
  /** The form's. */
  id?: string;
  onChange?: (base64: string) => void;
}

export function Chosen({ accept, id, onChange }: Props) {
  const [name, setName] = useState("");
  const take = async (file: File) => {
    const read = await base64(file).catch(() => "");
    setName(file.name);
    onChange?.(read);
  };
  return (
    <Upload accept={accept} showUploadList={false} beforeUpload={(file) => (void take(file), false)}>
      <Button id={id} icon={<UploadOutlined />}>
        {name || "选择文件"}
      </Button>
    </Upload>
  );
}
