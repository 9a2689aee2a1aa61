// The keys of a picture shown large by antd's Image. antd 6.6.8 (@rc-component/image 1.10.0) listens for ← and → at the window whatever else is held
// down, so Shift+→ leads to the next picture; and it moves a picture by the mouse only.
import { useEffect, useEffectEvent } from "react";
import { flushSync } from "react-dom";

/** Handles keys at the window before antd does. */
export function useKeysBeforePreview(handleKey: (event: KeyboardEvent) => void): void {
  const handleLatest = useEffectEvent(handleKey);
  useEffect(() => {
    const listener = (event: KeyboardEvent) => handleLatest(event);
    window.addEventListener("keydown", listener, true);
    return () => window.removeEventListener("keydown", listener, true);
  }, []);
}

/** The picture that is shown large around an element. */
export const findPreviewImage = (within: Element | null): HTMLElement | null => within?.closest(".ant-image-preview")?.querySelector("img") ?? null;

/** How far one key moves a picture, in pixels. */
const STRIDE = 80;

/** Not beyond the edge that comes into sight; `before` and `after` are what is out of sight on either side. */
function limitStride(way: number, before: number, after: number): number {
  return way * Math.min(STRIDE, Math.max(0, way > 0 ? before : after));
}

/** Moves a large picture by the events of a mouse that drags it. */
export function movePreviewImage(picture: HTMLElement, [x, y]: readonly [x: number, y: number]) {
  const { left, right, top, bottom } = picture.getBoundingClientRect();
  const { innerWidth, innerHeight } = window;
  const to = { clientX: limitStride(x, -left, right - innerWidth), clientY: limitStride(y, -top, bottom - innerHeight) };
  // antd listens for the move only after it has drawn the press.
  flushSync(() => picture.dispatchEvent(new MouseEvent("mousedown", { bubbles: true })));
  window.dispatchEvent(new MouseEvent("mousemove", to));
  window.dispatchEvent(new MouseEvent("mouseup"));
}
