// A crew's column: its load, then its tickets, the soonest limit first. Cards that suit it may be dropped anywhere on it.
import { WarningOutlined } from "@ant-design/icons";
import { Button, Flex, Tag } from "antd";
import { useState, type DragEvent, type ReactNode } from "react";
import { Link } from "react-router";
import { useNow } from "../../api/now";
import { formatShortMoment } from "../../shared/time/shanghai";
import { countCrewLoad } from "./crew-rules";
import type { CrewColumnData } from "./use-crew-columns";

interface Props {
  column: CrewColumnData;
  /** Whether what is being dragged may be dropped here; null while nothing is. */
  takes: boolean | null;
  drop: () => void;
  children: ReactNode;
}

export function CrewColumn({ column, takes, drop, children }: Props) {
  const [over, setOver] = useState(false);
  const { crew, rows } = column;
  const name = crew?.name ?? "待派工";
  // A card let go as soon as it has entered has been over nothing yet.
  const acceptDrag = (event: DragEvent) => {
    if (!takes) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "move";
    setOver(true);
  };
  const state = takes === null ? "" : takes ? " takes" : " refuses";
  return (
    <section
      className={`column-of${crew ? "" : " first"}${state}${over && takes ? " over" : ""}`}
      aria-label={name}
      data-column={name}
      onDragEnter={acceptDrag}
      onDragOver={acceptDrag}
      onDragLeave={(event) => {
        // From one card of it to the next is not out of it.
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false);
      }}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        drop();
      }}
    >
      <header>
        <h5>
          {name}
          {crew && !crew.active && <Tag>已停用</Tag>}
        </h5>
        <Loaded column={column} />
      </header>
      {rows.length === 0 && (
        <p className="quiet">
          {crew
            ? "没有在办工单。可把卡片拖到这里；用键盘的，选中卡片后按 M，再选本班组。"
            : "没有等待派工的工单。工单转派生调部后，会出现在这里。"}
        </p>
      )}
      {children}
      <Rest column={column} />
    </section>
  );
}

function Loaded({ column: { rows, more } }: { column: CrewColumnData }) {
  const now = useNow();
  const { open, late, next } = countCrewLoad(rows, now);
  return (
    <Flex gap="0 12px" wrap className="quiet number">
      <span>
        {open}
        {more && "+"} 件
      </span>
      {late > 0 && (
        <span className="bad">
          <WarningOutlined aria-hidden /> 超时 {late} 件
        </span>
      )}
      {next !== null && <span>最近 {formatShortMoment(next, now)} 到期</span>}
    </Flex>
  );
}

function Rest({ column: { crew, more, further } }: { column: CrewColumnData }) {
  if (!more) return null;
  if (further) return <Button onClick={further}>更多</Button>;
  const where = crew ? `open=1&crew=${encodeURIComponent(crew.name)}` : "stage=handed_over";
  return (
    <span className="quiet">
      其余请看<Link to={`/tickets?${where}&order=deadline`}>工单列表</Link>。
    </span>
  );
}
