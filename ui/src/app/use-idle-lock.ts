// Idle lock as the screen sees it. The program locks by itself when nothing is called; a person who types a long
// report calls nothing, so their typing is reported, and a screen nobody touches is locked on time.
import { useEffect } from "react";
import { useQueryClient } from "@tanstack/react-query";
import { runCommand } from "../api/use-command";
import { useSetDeskState } from "./app-root";

const BEAT = 60_000;

export function useIdleLock(minutes: number, locked: boolean) {
  const client = useQueryClient();
  const stand = useSetDeskState();
  useEffect(() => {
    if (locked) return;
    let active = Date.now();
    let told = active;
    const touch = () => {
      active = Date.now();
    };
    const look = async () => {
      // A clock that was set back would keep the screen open until it has caught up.
      active = Math.min(active, Date.now());
      told = Math.min(told, active);
      try {
        if (Date.now() - active >= minutes * 60_000) stand(await runCommand(client, "person_lock", {}));
        else if (active > told) {
          told = Date.now();
          await runCommand(client, "settings_get", {});
        }
      } catch {
        // Refused: the desk is locked or signed out already, and the state read next shows it.
      }
    };
    const timer = setInterval(() => void look(), Math.min(BEAT, minutes * 15_000));
    const events = ["keydown", "pointerdown", "wheel"] as const;
    events.forEach((event) => window.addEventListener(event, touch, { passive: true }));
    return () => {
      clearInterval(timer);
      events.forEach((event) => window.removeEventListener(event, touch));
    };
    // `stand` only wraps the client.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [client, minutes, locked]);
}
