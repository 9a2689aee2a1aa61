// A photo or a scan. Its kind is told by the program from the content, not from the name.
import { UploadOutlined } from "@ant-design/icons";
import { Button, Form, Upload } from "antd";

const MOST = 10 * 1_048_576;

/** The bytes of a file in base64. */
export function base64(file: Blob): Promise<string> {
  return new Promise((done, fail) => {
    const reader = new FileReader();
    reader.onload = () => done(String(reader.result).split(",")[1] ?? "");
    reader.onerror = () => fail(new Error("unreadable"));
    reader.readAsDataURL(file);
  });
}

interface Held {
  name: string;
  base64: string;
}

export function AttachField() {
  const form = Form.useFormInstance();
  const take = async (file: File) => {
    const problem = (text: string) => form.setFields([{ name: "name", value: undefined, errors: [text] }]);
    // Told here as well, so that a film of many megabytes need not travel first.
    if (file.size > MOST) {
      problem(`文件过大：最多 10 MB，现在是 ${(file.size / 1_048_576).toFixed(1)} MB，请压缩后再添加。`);
      return;
    }
    try {
      const held: Held = { name: file.name, base64: await base64(file) };
      form.setFields([{ name: "name", value: held.name, errors: [] }, { name: "base64", value: held.base64 }]);
    } catch {
      problem("文件不能读取，请换一个文件。");
    }
  };
  return (
    <>
      <Form.Item
        name="name"
        label="照片或文件（JPEG、PNG、PDF，最多 10 MB）"
        valuePropName="data-name"
        rules={[{ required: true, message: "请选择文件。" }]}
      >
        <Chosen take={take} />
      </Form.Item>
      <Form.Item name="base64" hidden>
        <input type="hidden" />
      </Form.Item>
    </>
  );
}

function Chosen({ take, ...rest }: { take: (file: File) => Promise<void>; "data-name"?: string }) {
  return (
    <Upload
      accept=".jpg,.jpeg,.png,.pdf"
      showUploadList={false}
      beforeUpload={(file) => {
        void take(file);
        return false;
      }}
    >
      <Button icon={<UploadOutlined />}>{rest["data-name"] ?? "选择文件"}</Button>
    </Upload>
  );
}
