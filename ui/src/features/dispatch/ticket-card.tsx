// A ticket as a card that can be given to a crew, by mouse or by keyboard.
import { UserSwitchOutlined } from "@ant-design/icons";
import { Button, Flex, Tag } from "antd";
import { useNavigate } from "react-router";
import { ClockCountdown, nextClock } from "../../shared/time/countdown";
import type { TicketRow } from "../../gen/wire";
import { words } from "../../gen/words";
import { isEnterKey } from "../../shared/keyboard/key-events";
import { ServiceIcon } from "../../shared/ticket/service-icon";
import { StageTag } from "../../shared/ticket/stage";
import { programNow } from "../../api/now";
import { formatShortMoment } from "../../shared/time/shanghai";

interface Props {
  row: TicketRow;
  /** The one card of the board that Tab stops at. */
  stop: boolean;
  /** Whether somebody may be given it now. */
  movable: boolean;
  /** Why it stayed. */
  told: string | null;
  give: () => void;
  drag: (row: TicketRow | null) => void;
}

/** The card in words, as it is read when the keyboard comes to it. */
export function describeTicketCard(row: TicketRow, now: number): string {
  const { service, number, stage, summary, address, community, next_clock: clock, next_limit: limit } = row;
  const due = clock === null || limit === null ? "" : `${words.ClockKind[clock]} ${formatShortMoment(limit, now)}${limit < now ? "，已超时" : ""}`;
  return [`${words.ServiceKind[service]} ${number}`, words.Stage[stage], due, summary, address || community].filter(Boolean).join("，");
}

export function TicketCard({ row, stop, movable, told, give, drag }: Props) {
  const navigate = useNavigate();
  const open = () => void navigate(`/ticket/${row.id}`);
  const clock = nextClock(row);
  return (
    <div
      className="card-of"
      data-card={row.id}
      role="group"
      aria-roledescription="工单卡片"
      aria-label={describeTicketCard(row, programNow())}
      aria-keyshortcuts="Enter M"
      tabIndex={stop ? 0 : -1}
      draggable={movable}
      onDragStart={(event) => {
        event.dataTransfer.effectAllowed = "move";
        event.dataTransfer.setData("text/plain", row.number);
        drag(row);
      }}
      onDragEnd={() => drag(null)}
      onClick={(event) => {
        if (!(event.target as HTMLElement).closest("button")) open();
      }}
      onKeyDown={(event) => {
        if (event.target === event.currentTarget && isEnterKey(event)) open();
      }}
    >
      <Flex gap={6} align="center">
        <ServiceIcon service={row.service} />
        <b className="number one-line">{row.number}</b>
        <span className="end">
          <StageTag stage={row.stage} />
        </span>
      </Flex>
      {clock && (
        <Flex gap={6} align="center">
          <ClockCountdown clock={clock} />
          <span className="quiet one-line">{words.ClockKind[clock.kind]}</span>
        </Flex>
      )}
      <div className="two-lines" title={row.summary}>
        {row.urges > 0 && <Tag color="orange">催 {row.urges}</Tag>}
        {row.summary}
      </div>
      <Flex gap={6} align="center">
        <span className="quiet one-line" title={row.address || row.community}>
          {row.address || row.community}
        </span>
        {movable && (
          <Button
            size="small"
            type="text"
            className="end"
            icon={<UserSwitchOutlined />}
            tabIndex={-1}
            aria-label={`派给班组 ${row.number}`}
            title="派给班组（M）"
            onClick={give}
          />
        )}
      </Flex>
      {told && (
        <div role="alert" className="bad">
          {told}
        </div>
      )}
    </div>
  );
}
