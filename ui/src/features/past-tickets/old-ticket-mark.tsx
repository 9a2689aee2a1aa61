// The mark that stands wherever an old ticket is shown, so that nobody takes it for one of this program.
import type { OldTicket } from "../../gen/wire";
import { words } from "../../gen/words";
import { ColourTag } from "../../shared/look/colour-tag";

export const OldTicketMark = () => <ColourTag colour="outlined">旧工单</ColourTag>;

/** What it was about: one of the six services, or what the sheet calls it. */
export const describeOldTicketKind = ({ service, category }: Pick<OldTicket, "service" | "category">) => (service ? words.ServiceKind[service] : category || "—");
