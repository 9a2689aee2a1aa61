// 给用户看: the screen, or the tablet, is turned to the customer: what is confirmed in large type, the field to sign on,
// and nothing else of the desk.
import { Button, ConfigProvider, Flex, Modal } from "antd";
import type { Content } from "../gen/wire";
import { Shown } from "./content";
import type { Stroke } from "./ink";
import { Pad } from "./pad";

interface Props {
  content: Content;
  strokes: Stroke[];
  change: (next: (strokes: Stroke[]) => Stroke[]) => void;
  close: () => void;
}

export function Facing({ content, strokes, change, close }: Props) {
  return (
    <ConfigProvider theme={{ token: { fontSize: 20, controlHeight: 48 } }}>
      <Modal
        open
        className="facing"
        width="100vw"
        title={null}
        footer={null}
        closable={false}
        keyboard={false}
        mask={{ closable: false }}
        onCancel={close}
      >
        <Shown content={content} large />
        <p className="quiet">双方同意以本屏幕手写签名确认以上内容。不同意的，请不要签名，并告诉工作人员。</p>
        <Pad strokes={strokes} change={change} />
        <Flex justify="end" style={{ marginTop: 12 }}>
          <Button type="primary" size="large" onClick={close}>
            签好了，交还工作人员
          </Button>
        </Flex>
      </Modal>
    </ConfigProvider>
  );
}
