// 用户屏幕: the customer's own window. It knows nothing of the desk but what the desk's page tells it.
import { Empty } from "antd";
import { useEffect, useRef, useState } from "react";
import type { AcknowledgementContent } from "../../gen/wire";
import { openSigningChannel, type CustomerMessage, type DeskMessage } from "./signing-channel";
import { SigningView } from "./signing-view";
import type { PenStroke } from "./ink";

export function CustomerSigningScreen() {
  const [content, setContent] = useState<AcknowledgementContent | null>(null);
  const [strokes, setStrokes] = useState<PenStroke[]>([]);
  const [done, setDone] = useState(false);
  // Several movements of a pen come between two pictures, each onto what the one before left.
  const held = useRef<PenStroke[]>([]);
  const say = useRef<(said: CustomerMessage) => void>(() => undefined);
  useEffect(() => {
    const talk = openSigningChannel<CustomerMessage, DeskMessage>((heard) => {
      setContent(heard.say === "show" ? heard.content : null);
      held.current = heard.say === "show" ? heard.strokes : [];
      setStrokes(held.current);
      if (heard.say === "rest" || heard.strokes.length === 0) setDone(false);
    });
    const gone = () => talk.say({ say: "gone" });
    say.current = talk.say;
    document.title = "用户签字";
    window.addEventListener("pagehide", gone);
    talk.say({ say: "ready" });
    return () => {
      window.removeEventListener("pagehide", gone);
      talk.leave();
    };
  }, []);
  const change = (next: (strokes: PenStroke[]) => PenStroke[]) => {
    held.current = next(held.current);
    setStrokes(held.current);
    setDone(false);
    say.current({ say: "strokes", strokes: held.current });
  };
  return (
      <main className="customer paper">
        {content ? (
          <SigningView
            content={content}
            strokes={strokes}
            change={change}
            done={done ? "已交工作人员核对，谢谢。" : null}
            finish={() => {
              setDone(true);
              say.current({ say: "done" });
            }}
          />
        ) : (
          <Empty description="请稍候，需要您确认的内容将显示在这里。" style={{ marginTop: "30vh" }} />
        )}
      </main>
  );
}
