// A button that asks for files of this computer, and has the keyboard again when they are chosen. The library's own (`Upload`) gives the
// keyboard to nobody: Ctrl+Enter is lost.
import { UploadOutlined } from "@ant-design/icons";
import { Button, type ButtonProps } from "antd";
import { useRef } from "react";

interface Props extends Omit<ButtonProps, "onClick" | "icon"> {
  /** As an `<input>` has it. */
  accept: string;
  multiple?: boolean;
  /** The first one, and all of them in their order. */
  take: (file: File, all: File[]) => void;
}

export function FileButton({ accept, multiple, take, ...rest }: Props) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        hidden
        // Within a form the library's style sheet shows it again, where it is only `hidden`.
        style={{ display: "none" }}
        accept={accept}
        multiple={multiple}
        onChange={({ target }) => {
          const all = [...(target.files ?? [])];
          // The same file may be chosen again, once it was mended.
          target.value = "";
          if (all[0]) take(all[0], all);
        }}
      />
      <Button icon={<UploadOutlined />} onClick={() => input.current?.click()} {...rest} />
    </>
  );
}
