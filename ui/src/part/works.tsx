// What takes long, in the corner of the desk: how far it is, and a way out. It comes only when somebody has waited a moment.
import { useQueryClient } from "@tanstack/react-query";
import { Button, Progress } from "antd";
import { useEffect, useState } from "react";
import { ask } from "../call/use";
import { useWorks, type Work } from "../call/work";
import type { WorkState } from "../gen/wire";
import { useHotkeys } from "./hotkeys";
import { KeyCap } from "./key-cap";

/** So long nobody wonders. */
const PATIENCE = 700;
/** How often it is looked at. */
const EVERY = 300;

export function Works() {
  return (
    <div className="works" aria-live="polite">
      {useWorks().map((work) => (
        <Bar key={work.id} work={work} />
      ))}
    </div>
  );
}

function Bar({ work: { id, doing } }: { work: Work }) {
  const client = useQueryClient();
  const [state, setState] = useState<WorkState | null>(null);
  const [stopping, setStopping] = useState(false);
  useEffect(() => {
    let timer = setTimeout(look, PATIENCE);
    let gone = false;
    async function look() {
      const now = await ask(client, "work_get", { work: id }).catch(() => null);
      if (gone) return;
      if (now !== null) setState(now);
      timer = setTimeout(look, EVERY);
    }
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [client, id]);
  const stop = () => {
    setStopping(true);
    // What is over already cannot be stopped, and needs not be.
    void ask(client, "work_stop", { work: id }).catch(() => setStopping(false));
  };
  // A dialog keeps the keyboard to itself: no Tab leads here from one.
  useHotkeys(state === null || stopping ? [] : [{ press: "Alt+Q", does: `停止：${doing}`, group: "通用", overAll: true, run: stop }]);
  if (state === null) return null;
  return (
    <section className="work" aria-label={doing}>
      <span>{stopping ? "正在停止" : doing}……</span>
      <Progress percent={state.of > 0 ? Math.floor((state.done / state.of) * 100) : 0} status="active" aria-label="进度" size="small" />
      <Button size="small" disabled={stopping} aria-keyshortcuts="Alt+Q" onClick={stop}>
        停止 <KeyCap of="Alt+Q" />
      </Button>
    </section>
  );
}
