// Names the ticket another one is opened from, and warns while the customer has not agreed (1.3).
import { Alert } from "antd";
import { Link } from "react-router";
import type { TicketView } from "../../gen/wire";
import { words } from "../../gen/words";

export function LinkedFromAlert({ source: { ticket, moves } }: { source: TicketView }) {
  const may = moves.includes("open_linked");
  return (
    <Alert
      type={may ? "info" : "warning"}
      showIcon
      style={{ marginBottom: 12 }}
      title={
        <>
          从{words.ServiceKind[ticket.open.asked.kind]}工单{" "}
          <Link to={`/ticket/${ticket.id}`} className="number">
            {ticket.number}
          </Link>{" "}
          转开{ticket.open.name && `（用户：${ticket.open.name}）`}
          {may ? "，保存后两张工单互相关联。" : "。原单现在还不能转开，请先在原单上登记用户同意。"}
        </>
      }
    />
  );
}
