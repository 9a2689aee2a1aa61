// 用户屏幕: the customer's own window. It knows nothing of the desk but what the desk's page tells it.
import { Empty } from "antd";
import { useEffect, useRef, useState } from "react";
import type { Content } from "../gen/wire";
import { join, type FromCustomer, type FromDesk } from "./channel";
import { Face } from "./facing";
import type { Stroke } from "./ink";

export function Customer() {
  const [content, setContent] = useState<Content | null>(null);
  const [strokes, setStrokes] = useState<Stroke[]>([]);
  const [done, setDone] = useState(false);
  // Several movements of a pen come between two pictures, each onto what the one before left.
  const held = useRef<Stroke[]>([]);
  const say = useRef<(said: FromCustomer) => void>(() => undefined);
  useEffect(() => {
    const talk = join<FromCustomer, FromDesk>((heard) => {
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
  const change = (next: (strokes: Stroke[]) => Stroke[]) => {
    held.current = next(held.current);
    setStrokes(held.current);
    setDone(false);
    say.current({ say: "strokes", strokes: held.current });
  };
  return (
      <main className="customer paper">
        {content ? (
          <Face
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
