// An entry of 日程: an appointment with a customer, or a community event; and how it stands.
import type { AgendaEntry } from "../../gen/wire";
import { EVENT_STATES, findEventState } from "../event-plan";
import { words } from "../../gen/words";
import { formatTimeOfDay } from "../../shared/time/shanghai";

/** Stages in which nobody has been there yet. */
const BEFORE = ["reported", "handed_over", "assigned"];

export interface EntryStatus {
  zh: string;
  /** Nobody came when somebody was expected. */
  bad: boolean;
  /** Nothing is to be done any more. */
  over: boolean;
}

export function computeEntryStatus({ ticket, at, what }: AgendaEntry, now: number): EntryStatus {
  if (what === "event") {
    const state = findEventState(ticket, now);
    return { zh: EVENT_STATES[state].zh, bad: state === "missed", over: state === "held" || state === "cancelled" };
  }
  if (BEFORE.includes(ticket.stage)) return at < now ? { zh: "已过约定时间，未登记到场", bad: true, over: false } : { zh: "待上门", bad: false, over: false };
  if (ticket.stage === "cancelled" || ticket.stage === "merged" || ticket.stage === "passed_on") return { zh: words.Stage[ticket.stage], bad: false, over: true };
  return { zh: "已上门", bad: false, over: true };
}

/** Who or what it is with. */
export const nameEntryPartner = ({ ticket, what }: AgendaEntry) => (what === "event" ? ticket.community || ticket.address : ticket.name || ticket.community);

/** It in words, as it is read when the keyboard comes to it. */
export function describeAgendaEntry(entry: AgendaEntry, now: number): string {
  const { ticket, at, what } = entry;
  const service = what === "event" ? "" : words.ServiceKind[ticket.service];
  return [formatTimeOfDay(at), words.AgendaKind[what], `${service} ${ticket.number}`.trim(), nameEntryPartner(entry), ticket.address, ticket.crew, computeEntryStatus(entry, now).zh, ticket.summary].filter(Boolean).join("，");
}

/** A ticket may have an appointment and an event. */
export const toEntryKey = ({ ticket, at, what }: AgendaEntry) => `${what}/${ticket.id}/${at}`;
