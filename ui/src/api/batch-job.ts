// Long work in parts: it can be watched, stopped between two parts, and fails without losing what was done.
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import type { CommandName, CommandReply, CommandRequest } from "./platform";
import { refreshQueries } from "./refresh";
import { runCommand } from "./use-command";

export interface BatchJob<S> {
  /** What is known so far; null before it was begun. */
  state: S | null;
  running: boolean;
  /** Every part was done. */
  done: boolean;
  /** Why it stopped, if it failed. */
  error: unknown;
  /** Begins, with what is known already if that is more than nothing. */
  start: (from?: S) => void;
  stop: () => void;
}

/** `next` gives the request of the next part, or null at the end; `add` puts a part's reply to what is known; `finished` is
 *  told what is known once every part was done. */
export function useBatchJob<N extends CommandName, S>(
  name: N,
  begin: S,
  next: (state: S) => CommandRequest<N> | null,
  add: (state: S, reply: CommandReply<N>) => S,
  finished?: (state: S) => void,
): BatchJob<S> {
  const client = useQueryClient();
  const [state, setState] = useState<S | null>(null);
  const [running, setRunning] = useState(false);
  const [error, setError] = useState<unknown>(null);
  // Counts the runs: a stopped or left one may still be waiting for its part.
  const run = useRef(0);
  useEffect(() => () => void (run.current += 1), []);

  const start = (from = begin) => {
    const own = ++run.current;
    setState(from);
    setError(null);
    setRunning(true);
    void (async () => {
      let known = from;
      const changed = new Set<string>();
      let failed = false;
      try {
        for (let request = next(known); request !== null && own === run.current; request = next(known)) {
          const reply = await runCommand(client, name, request);
          known = add(known, reply);
          for (const noun of (reply as { changed?: string[] }).changed ?? []) changed.add(noun);
          if (own === run.current) setState(known);
        }
      } catch (problem) {
        failed = true;
        if (own === run.current) setError(problem);
      }
      if (changed.size > 0) void refreshQueries(client, [...changed]);
      if (own !== run.current) return;
      setRunning(false);
      if (!failed) finished?.(known);
    })();
  };
  const stop = () => {
    run.current += 1;
    setRunning(false);
  };
  return { state, running, error, start, stop, done: !running && error === null && state !== null && next(state) === null };
}
