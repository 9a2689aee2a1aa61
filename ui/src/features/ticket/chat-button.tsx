// 复制派工信息: the text for the crew's chat, one key away.
import { CopyOutlined } from "@ant-design/icons";
import { App, Button } from "antd";
import { useCallback } from "react";
import { useDesk } from "../../session/desk-state";
import type { TicketView } from "../../gen/wire";
import { copyText } from "../../shared/text/copy-text";
import { useHotkeys } from "../../shared/keyboard/hotkeys";
import { KeyCap } from "../../shared/keyboard/key-cap";
import { buildChatText } from "./chat-text";
import { COPY_KEY } from "./step-keys";

export function ChatButton({ view }: { view: TicketView }) {
  const { masked } = useDesk();
  const { message, modal } = App.useApp();
  const put = useCallback(async () => {
    const text = buildChatText(view, masked);
    if (await copyText(text)) void message.success("派工信息已复制，可以粘贴到聊天中发给班组。");
    else void modal.info({ title: "请选中下面的文字后复制", content: <pre className="chat">{text}</pre>, okText: "关闭" });
  }, [view, masked, message, modal]);
  useHotkeys([{ press: COPY_KEY, does: "复制派工信息", group: "本页", run: () => void put() }]);
  return (
    <Button icon={<CopyOutlined />} aria-keyshortcuts={COPY_KEY} onClick={() => void put()}>
      复制派工信息
      <KeyCap of={COPY_KEY} />
    </Button>
  );
}
