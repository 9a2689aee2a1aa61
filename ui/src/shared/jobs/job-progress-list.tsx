// What takes long, in the corner of the desk: how far it is, and a way out. It comes only when somebody has waited a moment.
import { useQueryClient } from "@tanstack/react-query";
import { Button, Progress } from "antd";
import { useEffect, useEffectEvent, useState } from "react";
import { runCommand } from "../../api/use-command";
import { useRunningJobs, type RunningJob } from "../../api/running-jobs";
import type { JobState } from "../../gen/wire";
import { useHotkeys } from "../keyboard/hotkeys";
import { KeyCap } from "../keyboard/key-cap";

/** So long nobody wonders. */
const PATIENCE = 700;
/** How often it is looked at. */
const EVERY = 300;

export function JobProgressList() {
  const client = useQueryClient();
  const works = useRunningJobs();
  const [seen, setSeen] = useState<ReadonlySet<string>>(new Set());
  const [stopping, setStopping] = useState<ReadonlySet<string>>(new Set());
  const stop = (id: string) => {
    setStopping((ids) => new Set(ids).add(id));
    // What is over already cannot be stopped, and needs not be.
    void runCommand(client, "work_stop", { work: id }).catch(() => setStopping((ids) => new Set([...ids].filter((other) => other !== id))));
  };
  // There is one key, however many are being done: it stops the first of those that are seen, whose bar shows it.
  const first = works.find(({ id }) => seen.has(id) && !stopping.has(id));
  const keyed = useRested(first?.id ?? null);
  // A dialog keeps the keyboard to itself: no Tab leads here from one.
  useHotkeys(first && first.id === keyed ? [{ press: "Alt+Q", does: `停止：${first.doing}`, group: "通用", overAll: true, run: () => stop(first.id) }] : []);
  return (
    <div className="works" aria-live="polite">
      {works.map((work) => (
        <Bar
          key={work.id}
          work={work}
          keyed={work.id === keyed && work.id === first?.id}
          stopping={stopping.has(work.id)}
          onSeen={() => setSeen((ids) => (ids.has(work.id) ? ids : new Set(ids).add(work.id)))}
          onStop={() => stop(work.id)}
        />
      ))}
    </div>
  );
}

/** Which has the key. It goes from one to another only after a rest: whoever pressed it when the one was just over meant no other. */
function useRested(first: string | null): string | null {
  const [rested, setRested] = useState<string | null>(null);
  useEffect(() => {
    if (first === rested) return;
    const timer = setTimeout(() => setRested(first), first === null || rested === null ? 0 : PATIENCE);
    return () => clearTimeout(timer);
  }, [first, rested]);
  return rested;
}

interface BarProps {
  work: RunningJob;
  keyed: boolean;
  stopping: boolean;
  onSeen: () => void;
  onStop: () => void;
}

function Bar({ work: { id, doing }, keyed, stopping, onSeen, onStop }: BarProps) {
  const client = useQueryClient();
  const [state, setState] = useState<JobState | null>(null);
  const tell = useEffectEvent(onSeen);
  useEffect(() => {
    let timer = setTimeout(look, PATIENCE);
    let gone = false;
    async function look() {
      const now = await runCommand(client, "work_get", { work: id }).catch(() => null);
      if (gone) return;
      if (now !== null) {
        setState(now);
        tell();
      }
      timer = setTimeout(look, EVERY);
    }
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [client, id]);
  if (state === null) return null;
  return (
    <section className="work" aria-label={doing}>
      <span>{stopping ? "正在停止" : doing}……</span>
      <Progress percent={state.of > 0 ? Math.floor((state.done / state.of) * 100) : 0} status="active" aria-label="进度" size="small" />
      <Button size="small" disabled={stopping} {...(keyed ? { "aria-keyshortcuts": "Alt+Q" } : {})} onClick={onStop}>
        停止 {keyed && <KeyCap of="Alt+Q" />}
      </Button>
    </section>
  );
}
