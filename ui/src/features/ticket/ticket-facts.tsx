// What is known of a ticket now, as its service knows it. How it came to be so stands on the time line.
import { Card, Tag } from "antd";
import { Link } from "react-router";
import type { Ticket, TicketView } from "../../gen/wire";
import { CommunityFacts } from "../../services/community/facts";
import { LeakFacts } from "../../services/leak-detection/facts";
import { OutageFacts } from "../../services/emergency-water/facts";
import { ReminderFacts } from "../../services/reminder/facts";
import { RepairFacts } from "../../services/repair/facts";
import { WaterFacts } from "../../services/water-quality/facts";
import { formatMoment } from "../../shared/time/shanghai";

export function TicketFacts({ view }: { view: TicketView }) {
  const { ticket } = view;
  return (
    <>
      <OfService view={view} />
      <Violations ticket={ticket} />
      <Merged ticket={ticket} />
    </>
  );
}

function OfService({ view }: { view: TicketView }) {
  const { ticket } = view;
  const { asked } = ticket.open;
  const found = ticket.case;
  if (asked.kind === "reminder" && found.kind === "reminder") return <ReminderFacts ticket={ticket} asked={asked} found={found} />;
  if (asked.kind === "leak_detection" && found.kind === "leak_detection") return <LeakFacts ticket={ticket} asked={asked} found={found} />;
  if (asked.kind === "water_quality" && found.kind === "water_quality") return <WaterFacts ticket={ticket} asked={asked} found={found} />;
  if (asked.kind === "community" && found.kind === "community") return <CommunityFacts ticket={ticket} asked={asked} found={found} />;
  if (asked.kind === "emergency_water" && found.kind === "emergency_water") return <OutageFacts view={view} asked={asked} found={found} />;
  return asked.kind === "repair" ? <RepairFacts ticket={ticket} asked={asked} /> : null;
}

/** Violations of the rules of conduct (2.5, 5.3), open ones in red. */
function Violations({ ticket: { violations } }: { ticket: Ticket }) {
  if (violations.length === 0) return null;
  return (
    <Card size="small" title="违规记录">
      {violations.map(({ reported_at: at, words: said, closed_at: closed, finding }) => (
        <p key={at} style={{ margin: "0 0 6px" }}>
          <Tag color={closed === null ? "red" : "default"}>{closed === null ? "待处理" : "已处理"}</Tag>
          <span className="number">{formatMoment(at)}</span>　{said}
          {closed !== null && `　处理结果：${finding}（${formatMoment(closed)}）`}
        </p>
      ))}
    </Card>
  );
}

function Merged({ ticket }: { ticket: Ticket }) {
  if (ticket.merged_into === null && ticket.duplicates.length === 0) return null;
  return (
    <Card size="small" title="并单">
      {ticket.merged_into !== null && <Link to={`/ticket/${ticket.merged_into}`}>已并入原单，查看原单</Link>}
      {ticket.duplicates.length > 0 && "并入本单："}
      {ticket.duplicates.map((id) => (
        <Link key={id} to={`/ticket/${id}`} style={{ marginRight: 8 }}>
          查看重复单
        </Link>
      ))}
    </Card>
  );
}
