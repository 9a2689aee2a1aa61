// 关联工单, in both directions, and what can be opened from here (1.3, 5.2).
import { Button, Card, Flex } from "antd";
import { Link, useNavigate } from "react-router";
import type { LinkedTicketView, TicketView } from "../../gen/wire";
import { words } from "../../gen/words";
import { ServiceTag, StageTag } from "../../shared/ticket/stage";

export function LinkedTicketsCard({ view }: { view: TicketView }) {
  const { linked, linkable, moves } = view;
  const may = moves.includes("open_linked");
  if (linked.length === 0 && !may) return null;
  return (
    <Card size="small" title="关联工单" extra={may && <OpenFrom ticket={view.ticket.id} services={linkable} />}>
      {linked.length === 0 && <span className="quiet">还没有关联工单，需要其他部门办理的，请用右边的按钮转开。</span>}
      {linked.map((one) => (
        <One key={one.ticket} link={one} />
      ))}
    </Card>
  );
}

function One({ link }: { link: LinkedTicketView }) {
  return (
    <Flex gap={8} align="center" style={{ padding: "3px 0" }}>
      <span className="quiet" style={{ width: 78, flex: "none" }}>
        {link.source ? "由此转来" : "已转开"}
      </span>
      <Link to={`/ticket/${link.ticket}`} className="number">
        {link.number}
      </Link>
      <ServiceTag service={link.service} />
      <StageTag stage={link.stage} />
      <span className="one-line" title={link.summary}>
        {link.summary}
      </span>
    </Flex>
  );
}

function OpenFrom({ ticket, services }: { ticket: number; services: TicketView["linkable"] }) {
  const navigate = useNavigate();
  return (
    <Flex gap={6} wrap>
      {services.map((service) => (
        <Button key={service} size="small" onClick={() => void navigate(`/intake?from=${ticket}&service=${service}`)}>
          转开{words.ServiceKind[service]}
        </Button>
      ))}
    </Flex>
  );
}
