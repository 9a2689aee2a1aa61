// The mark that stands wherever an old ticket is shown, so that nobody takes it for one of this program.
import { Tag } from "antd";
import type { OldTicket } from "../gen/wire";
import { words } from "../gen/words";

export function OldMark() {
  return (
    <Tag variant="outlined" style={{ margin: 0 }}>
      旧工单
    </Tag>
  );
}

/** What it was about: one of the six services, or what the sheet calls it. */
export const kindOf = ({ service, category }: Pick<OldTicket, "service" | "category">) => (service ? words.ServiceKind[service] : category || "—");
