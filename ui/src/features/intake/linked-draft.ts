// What a ticket opened from another begins with (1.3, 5.2): who and where, and what is known already.
import type { ServiceKind, Ticket } from "../../gen/wire";
import { words } from "../../gen/words";
import { programNow } from "../../api/now";
import { createEmptyAnswers } from "../../services/by-service/questions-by-service";
import type { AnyTypedAnswers } from "../../services/common/questions";
import { formatConsumptionChange } from "../../services/reminder/consumption-change";
import { readDraftService, switchService, type IntakeDraft } from "./intake-draft";

/** What the source knows, in words the next department can work with. */
export function describeSourceTicket({ number, open: { asked }, case: found }: Ticket): string {
  const lines: string[] = [`由${words.ServiceKind[asked.kind]}工单 ${number} 转来。`];
  if (asked.kind === "reminder") {
    lines.push(`${words.ReminderReason[asked.reason]}：${asked.situation}`);
    const { readings } = asked;
    if (readings) lines.push(`上次读数 ${readings.last}，本次 ${readings.this}，比平常 ${formatConsumptionChange(readings)}。`);
  }
  if (asked.kind === "leak_detection" && found.kind === "leak_detection") {
    const search = found.searches.at(-1)?.details;
    if (search) lines.push(`${words.LeakFinding[search.finding]}：${search.place}。${search.cause}`);
    if (found.conclusion) lines.push(`研究结论：${found.conclusion.details.conclusion}`);
  }
  if (asked.kind === "community") {
    lines.push(`活动：${asked.topic}`);
    const problems = found.kind === "community" ? found.held?.details.problems : "";
    if (problems) lines.push(problems);
  }
  return lines.join("\n");
}

const searched = (ticket: Ticket) => (ticket.case.kind === "leak_detection" ? ticket.case.searches.at(-1)?.details : undefined);

function askedOf(ticket: Ticket, service: ServiceKind): AnyTypedAnswers {
  const situation = describeSourceTicket(ticket);
  const { asked } = ticket.open;
  const typed = createEmptyAnswers(service);
  switch (typed.kind) {
    case "repair":
      return { ...typed, situation, fault: "leak", meter_side: searched(ticket)?.meter_side ?? "unknown" };
    case "leak_detection": {
      const seen = asked.kind === "reminder" && asked.reason === "suspected_leak";
      return { ...typed, situation, ground: seen ? "leak_seen" : "doubt" };
    }
    case "community":
      return {
        ...typed,
        situation,
        origin: "staff_suggestion",
        suggested_by: asked.kind === "reminder" ? asked.finder : "",
      };
    case "emergency_water":
      return { ...typed, cause: situation };
    default:
      return { ...typed, situation };
  }
}

/** The report a linked ticket begins with. */
export function createLinkedDraft(ticket: Ticket, service: ServiceKind): IntakeDraft {
  const { open } = ticket;
  // Whoever the community's contact is, it is not the household met at the event.
  const household =
    open.asked.kind === "community"
      ? {}
      : { customer: open.customer, name: open.name, phone: open.phone, account_number: open.account_number };
  return {
    received_at: programNow(),
    // A colleague brings it, nobody rang: the ten minutes bind hotline staff only (4.3⑴).
    channel: "employee",
    ...household,
    address: open.address,
    community: open.community,
    area: open.area,
    asked: askedOf(ticket, service),
  };
}

/** Another service picked for a linked report: what was typed in common stays, the answers begin with what is known. */
export function switchLinkedService(draft: IntakeDraft, source: Ticket, to: ServiceKind): IntakeDraft {
  const next = switchService(draft, to);
  const known = draft.parked?.[to] !== undefined || readDraftService(draft) === to;
  return { ...next, channel: draft.channel, asked: known ? next.asked : askedOf(source, to) };
}
