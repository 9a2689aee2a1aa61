// A ticket in two short lines, for the narrow column beside a report.
import { Flex } from "antd";
import type { ReactNode } from "react";
import { Link } from "react-router";
import type { TicketRow } from "../../gen/wire";
import { words } from "../../gen/words";
import { programNow } from "../../api/now";
import { formatShortMoment } from "../../shared/time/shanghai";
import { StageTag } from "../../shared/ticket/stage";

interface Props {
  row: TicketRow;
  /** What stands before it, and what may be done with it. */
  before?: ReactNode;
  end?: ReactNode;
}

export function TicketBrief({ row, before, end }: Props) {
  return (
    <div className="brief" data-testid="brief">
      <div className="line">
        {before}
        <Link to={`/ticket/${row.id}`} className="number">
          {row.number}
        </Link>
        <StageTag stage={row.stage} />
        <div className="end">{end}</div>
      </div>
      <Flex gap={6} className="quiet">
        <span className="number">{formatShortMoment(row.received_at, programNow())}</span>
        <span className="one-line" title={row.summary}>
          {words.ServiceKind[row.service]}　{row.summary}
        </span>
      </Flex>
    </div>
  );
}
