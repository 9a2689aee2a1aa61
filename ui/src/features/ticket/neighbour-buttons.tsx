// 上一单, 下一单: through the list somebody came from, without going back to it.
import { LeftOutlined, RightOutlined } from "@ant-design/icons";
import { App, Button, Space } from "antd";
import { useCallback, useState } from "react";
import { useNavigate } from "react-router";
import { useHotkeys } from "../../shared/keyboard/hotkeys";
import { KeyCap } from "../../shared/keyboard/key-cap";
import { useShowRefusal } from "../../shared/dialogs/refusal";
import { readNextTicket, useListPosition } from "../../shared/ticket/origin-list";
import { NEXT_KEY, PREVIOUS_KEY } from "./step-keys";

export function NeighbourButtons({ ticket }: { ticket: number }) {
  const place = useListPosition(ticket);
  const navigate = useNavigate();
  const { message } = App.useApp();
  const say = useShowRefusal();
  const [reading, setReading] = useState(false);

  const go = useCallback(
    async (forward: boolean) => {
      if (!place || reading) return;
      let to = forward ? place.next : place.previous;
      if (to === null && forward && place.more) {
        setReading(true);
        try {
          to = await readNextTicket(ticket);
        } catch (error) {
          return say(error);
        } finally {
          setReading(false);
        }
      }
      // In its place, so that 返回 leads to the list.
      if (to !== null) return void navigate(`/ticket/${to}`, { replace: true });
      void message.info(forward ? "已是列表中的最后一单。" : "已是列表中的第一单。");
    },
    [place, reading, ticket, navigate, message, say],
  );
  useHotkeys(
    place
      ? [
          { press: NEXT_KEY, does: "下一单", group: "本页", run: () => void go(true) },
          { press: PREVIOUS_KEY, does: "上一单", group: "本页", run: () => void go(false) },
        ]
      : [],
  );
  if (!place) return null;
  return (
    <Space.Compact role="group" aria-label="在列表中前后查看">
      <Button icon={<LeftOutlined />} aria-keyshortcuts={PREVIOUS_KEY} disabled={place.previous === null} onClick={() => void go(false)}>
        上一单
        <KeyCap of={PREVIOUS_KEY} />
      </Button>
      <span className="place number" aria-live="polite">
        {place.at} / {place.of}
        {place.more && "+"}
      </span>
      <Button
        aria-keyshortcuts={NEXT_KEY}
        loading={reading}
        disabled={place.next === null && !place.more}
        onClick={() => void go(true)}
      >
        下一单
        <KeyCap of={NEXT_KEY} />
        <RightOutlined />
      </Button>
    </Space.Compact>
  );
}
