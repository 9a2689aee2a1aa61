// A picture shown large: turned, made larger and smaller by buttons and by keys, moved by keys. antd's own buttons have no keys, and English
// names. Its keys and its mouse are in antd-compat/preview-image.ts.
import { CloseOutlined, LeftOutlined, MinusOutlined, PlusOutlined, RightOutlined, RotateLeftOutlined, RotateRightOutlined } from "@ant-design/icons";
import { Button, type ImageProps } from "antd";
import { useRef, type ReactNode } from "react";
import { findPreviewImage, movePreviewImage, useKeysBeforePreview } from "../antd-compat/preview-image";
import { KeyCap } from "../keyboard/key-cap";
import { isComposingText } from "../keyboard/key-events";

type Config = Exclude<ImageProps["preview"], boolean | undefined>;
type Told = Parameters<NonNullable<Config["actionsRender"]>>[1];

/** The rest of what antd shows beside a picture, in words. */
const WORDS = {
  closeIcon: <CloseOutlined aria-label="关闭" />,
  icons: { prev: <LeftOutlined aria-label="上一张" />, next: <RightOutlined aria-label="下一张" /> },
} satisfies Config;

/** How a picture is shown large; `beside` stands after what turns it. */
export function buildPhotoPreview(beside?: ReactNode): Pick<Config, "closeIcon" | "icons" | "actionsRender"> {
  return { ...WORDS, actionsRender: (_, told) => <Tools {...told}>{beside}</Tools> };
}

/** By the place of the key where an input method names the letter otherwise. */
function meant({ key, code }: KeyboardEvent): string {
  return /^Key([A-Z])$/.exec(code)?.[1] ?? (key === "=" ? "+" : key);
}

/** Where a picture goes when one looks further: to the other side. */
const WAYS: Record<string, readonly [x: number, y: number]> = { ArrowLeft: [1, 0], ArrowRight: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

function Tools({ actions, transform, children }: Told & { children: ReactNode }) {
  const act: Record<string, () => void> = {
    L: actions.onRotateLeft,
    R: actions.onRotateRight,
    "-": actions.onZoomOut,
    "+": actions.onZoomIn,
    "0": actions.onReset,
  };
  const tools = useRef<HTMLDivElement>(null);
  useKeysBeforePreview((event) => {
    const way = event.shiftKey ? WAYS[event.key] : undefined;
    const picture = findPreviewImage(tools.current);
    if (way && picture) {
      event.preventDefault();
      // Without Shift the same keys lead to the pictures beside it.
      event.stopImmediatePropagation();
      movePreviewImage(picture, way);
      return;
    }
    const does = event.ctrlKey || event.altKey || event.metaKey || isComposingText(event) ? undefined : act[meant(event)];
    if (!does) return;
    event.preventDefault();
    does();
  });
  const tool = (press: string, name: string, icon: ReactNode, off = false) => (
    <Button icon={icon} disabled={off} aria-label={name} aria-keyshortcuts={press === "+" ? "Plus" : press} onClick={act[press]}>
      <KeyCap of={press} />
    </Button>
  );
  return (
    <div className="look-tools" ref={tools}>
      {tool("L", "向左转", <RotateLeftOutlined aria-hidden />)}
      {tool("R", "向右转", <RotateRightOutlined aria-hidden />)}
      {tool("-", "缩小", <MinusOutlined aria-hidden />, transform.scale <= 1)}
      {tool("+", "放大", <PlusOutlined aria-hidden />)}
      <Button aria-keyshortcuts="0" onClick={actions.onReset}>
        还原 <KeyCap of="0" />
      </Button>
      {children}
      {transform.scale > 1 && <span>Shift + 方向键 移动</span>}
    </div>
  );
}
