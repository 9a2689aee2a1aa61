// A key that works anywhere on the page, wherever the keyboard stands. Not while the desk is locked.
import { useEffect, useEffectEvent } from "react";

const DIALOG = ".ant-modal-wrap:not([style*='display: none'])";

/** Whether what is open must not be left by a key. */
export function unleavable(): boolean {
  return document.querySelector(`${DIALOG}, .pad`) !== null;
}

/** Whether a drawer or a dialog lies on top: keys of the page below must then do nothing. */
export function covered(): boolean {
  return document.querySelector(`${DIALOG}, .ant-drawer-open`) !== null;
}

/** `take` looks at every key and says whether it was its own. */
export function usePress(take: (event: KeyboardEvent) => boolean) {
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (!document.body.classList.contains("locked") && take(event)) event.preventDefault();
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => press(event);
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, []);
}
