// What antd does with the focus, without the workaround and with it. That a layer is in sight while it fades only Chromium shows:
// tests/screens/specs/accessible.spec.ts, detail.spec.ts and list.spec.ts ("the menu leaves the keyboard to its button").
import "../../test/motion-stub";
import { act, fireEvent, render, screen, waitFor } from "@testing-library/react";
import { Drawer, Dropdown, Modal } from "antd";
import { useEffect, useRef, useState } from "react";
import { beforeEach, describe, expect, it } from "vitest";
import { restoreFocus } from "./restore-focus";

// antd asks where an element is before it counts as one that takes the focus; jsdom has no layout.
beforeEach(() => {
  Object.defineProperty(HTMLElement.prototype, "offsetParent", { configurable: true, get: () => document.body });
  return () => void Reflect.deleteProperty(HTMLElement.prototype, "offsetParent");
});

const waitFrames = () => act(() => new Promise((done) => setTimeout(done, 200)));
const readFocus = () => document.activeElement?.textContent;

function Page({ isRestored }: { isRestored: boolean }) {
  const page = useRef<HTMLDivElement>(null);
  const [layers, setLayers] = useState<string[]>([]);
  useEffect(() => (isRestored && page.current ? restoreFocus(page.current) : undefined), [isRestored]);
  return (
    <>
      <div ref={page}>
        <button onClick={() => setLayers(["modal"])}>打开</button>
        <Dropdown trigger={["click"]} autoFocus menu={{ items: [{ key: "print", label: "打印" }] }}>
          <button>更多</button>
        </Dropdown>
      </div>
      {layers.includes("modal") && (
        <Modal open footer={null} closable={false}>
          <button>第一个</button>
          <button onClick={() => setLayers(["modal", "drawer"])}>第二个</button>
        </Modal>
      )}
      {layers.includes("drawer") && (
        <Drawer open closable={false}>
          <button onClick={() => setLayers(["modal"])}>返回</button>
          <button onClick={() => setLayers([])}>全部关闭</button>
        </Drawer>
      )}
    </>
  );
}

async function pressButton(name: string) {
  const button = screen.getByRole("button", { name, hidden: true });
  act(() => button.focus());
  fireEvent.click(button);
  await waitFrames();
}

describe.each([
  ["antd alone", false],
  ["with the workaround", true],
])("%s", (_, isRestored) => {
  it("unmounts layers", async () => {
    render(<Page isRestored={isRestored} />);
    for (const name of ["打开", "第二个", "全部关闭"]) await pressButton(name);
    expect(readFocus()).toBe(isRestored ? "打开" : document.body.textContent);
  });

  it("unmounts the layer above a modal", async () => {
    render(<Page isRestored={isRestored} />);
    for (const name of ["打开", "第二个", "返回"]) await pressButton(name);
    if (isRestored) expect(readFocus()).toBe("第二个");
    else expect(readFocus()).not.toBe("第二个");
  });

  it("closes a menu by a choice", async () => {
    render(<Page isRestored={isRestored} />);
    await pressButton("更多");
    const item = await screen.findByRole("menuitem");
    act(() => item.focus());
    const isUncancelled = fireEvent.keyDown(item, { key: "Enter", keyCode: 13, which: 13 });
    await waitFrames();
    expect(isUncancelled).toBe(!isRestored);
    if (isRestored) expect(readFocus()).toBe("更多");
    else expect(readFocus()).not.toBe("更多");
  });

  it("closes a menu before it has the focus", async () => {
    render(<Page isRestored={isRestored} />);
    const [open, more] = screen.getAllByRole("button") as [HTMLElement, HTMLElement];
    act(() => more.focus());
    fireEvent.click(more);
    await screen.findByRole("menuitem");
    fireEvent.click(more);
    act(() => open.focus());
    await waitFor(() => expect(document.querySelector(".ant-dropdown[class*='-leave']")).not.toBeNull());
    await waitFrames();
    if (isRestored) expect(readFocus()).toBe("打开");
    else expect(readFocus()).not.toBe("打开");
  });
});
