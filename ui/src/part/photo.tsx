// A picture shown large: turned, made larger and smaller, by buttons and by keys. The library's own have no keys, and English names.
import { CloseOutlined, LeftOutlined, MinusOutlined, PlusOutlined, RightOutlined, RotateLeftOutlined, RotateRightOutlined } from "@ant-design/icons";
import { Button, type ImageProps } from "antd";
import { useEffect, useEffectEvent, type ReactNode } from "react";
import { KeyCap } from "./key-cap";
import { composing } from "./keys";

type Config = Exclude<ImageProps["preview"], boolean | undefined>;
type Told = Parameters<NonNullable<Config["actionsRender"]>>[1];

/** The rest of what the library shows beside a picture, in words. */
const WORDS = {
  closeIcon: <CloseOutlined aria-label="关闭" />,
  icons: { prev: <LeftOutlined aria-label="上一张" />, next: <RightOutlined aria-label="下一张" /> },
} satisfies Config;

/** How a picture is shown large; `beside` stands after what turns it. */
export function shownLarge(beside?: ReactNode): Pick<Config, "closeIcon" | "icons" | "actionsRender"> {
  return { ...WORDS, actionsRender: (_, told) => <Tools {...told}>{beside}</Tools> };
}

/** By the place of the key where an input method names the letter otherwise. */
function meant({ key, code }: KeyboardEvent): string {
  return /^Key([A-Z])$/.exec(code)?.[1] ?? (key === "=" ? "+" : key);
}

function Tools({ actions, transform, children }: Told & { children: ReactNode }) {
  const act: Record<string, () => void> = {
    L: actions.onRotateLeft,
    R: actions.onRotateRight,
    "-": actions.onZoomOut,
    "+": actions.onZoomIn,
    "0": actions.onReset,
  };
  const press = useEffectEvent((event: KeyboardEvent) => {
    const does = event.ctrlKey || event.altKey || event.metaKey || composing(event) ? undefined : act[meant(event)];
    if (!does) return;
    event.preventDefault();
    does();
  });
  useEffect(() => {
    const hear = (event: KeyboardEvent) => press(event);
    window.addEventListener("keydown", hear);
    return () => window.removeEventListener("keydown", hear);
  }, []);
  const tool = (press: string, name: string, icon: ReactNode, off = false) => (
    <Button icon={icon} disabled={off} aria-label={name} aria-keyshortcuts={press === "+" ? "Plus" : press} onClick={act[press]}>
      <KeyCap of={press} />
    </Button>
  );
  return (
    <div className="look-tools">
      {tool("L", "向左转", <RotateLeftOutlined aria-hidden />)}
      {tool("R", "向右转", <RotateRightOutlined aria-hidden />)}
      {tool("-", "缩小", <MinusOutlined aria-hidden />, transform.scale <= 1)}
      {tool("+", "放大", <PlusOutlined aria-hidden />)}
      <Button aria-keyshortcuts="0" onClick={actions.onReset}>
        还原 <KeyCap of="0" />
      </Button>
      {children}
    </div>
  );
}
