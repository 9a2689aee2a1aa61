// 给用户看: what is confirmed in large type, the field to sign on, and nothing else of the desk.
import { Button, ConfigProvider, Modal } from "antd";
import type { AcknowledgementContent } from "../../gen/wire";
import { PAPER_THEME } from "../../shared/look/theme";
import { AcknowledgementFacts, formatAcknowledgementTitle } from "./content";
import type { PenStroke } from "./ink";
import { SignaturePad } from "./signature-pad";

interface Written {
  content: AcknowledgementContent;
  strokes: PenStroke[];
  change: (next: (strokes: PenStroke[]) => PenStroke[]) => void;
}

/** `done`: what stands there once they have signed. */
export function SigningView({ content, strokes, change, done, finish }: Written & { done: string | null; finish: () => void }) {
  return (
    // However small the screen: the sentence that is signed and the field to sign on always stand there; the facts scroll.
    <div className="face">
      <h2>{formatAcknowledgementTitle(content)}</h2>
      <div className="read">
        <AcknowledgementFacts content={content} large />
      </div>
      <p className="say">{content.text}</p>
      <p className="quiet">双方同意以本屏幕手写签名确认以上内容。不同意的，请不要签名，并告诉工作人员。</p>
      <SignaturePad
        strokes={strokes}
        change={change}
        beside={
          <>
            {done && <span role="status">{done}</span>}
            <Button type="primary" size="large" onClick={finish}>
              签好了，交还工作人员
            </Button>
          </>
        }
      />
    </div>
  );
}

/** This same screen, or the tablet, is turned to the customer. */
export function SigningOverlay({ content, strokes, change, close }: Written & { close: () => void }) {
  return (
    <ConfigProvider theme={PAPER_THEME}>
      <Modal
        open
        className="facing paper"
        width="100vw"
        // Its name; the page itself says it large.
        title={formatAcknowledgementTitle(content)}
        styles={{ header: { display: "none" } }}
        footer={null}
        closable={false}
        keyboard={false}
        mask={{ closable: false }}
        onCancel={close}
      >
        <SigningView content={content} strokes={strokes} change={change} done={null} finish={close} />
      </Modal>
    </ConfigProvider>
  );
}
