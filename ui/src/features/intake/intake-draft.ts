// The reports being taken, each kept until it is saved: a power cut must not lose what a caller said. Per person, gone
// as soon as they are saved or thrown away; a second one that is begun does not write over the first. Each holds the answers to every service's questions
// that were begun, so that picking another service, and the first one again, loses nothing.
import { nameIntakeDraft, parseIntakeSlot } from "../../shared/drafts/draft-names";
import type { DraftStore } from "../../shared/drafts/use-drafts";
import type { Channel, Customer, TicketIntake, ServiceKind } from "../../gen/wire";
import { programNow } from "../../api/now";
import { createEmptyAnswers, toWireAnswers } from "../../services/by-service/questions-by-service";
import { trimText, type AnyTypedAnswers } from "../../services/common/questions";
import { isBlankPlaceRow } from "../../services/common/places";
import { isAreaService, isService } from "../../shared/ticket/service";

export type IntakeDraft = Partial<Omit<TicketIntake, "asked">> & {
  received_at: number;
  asked?: AnyTypedAnswers;
  /** Answers begun for the services not picked now. */
  parked?: Partial<Record<ServiceKind, AnyTypedAnswers>>;
};

/** By which way a report of a service mostly comes: a reminder is raised by staff, not by a caller (1.2). */
const CHANNEL: Record<ServiceKind, Channel> = {
  repair: "hotline",
  leak_detection: "hotline",
  water_quality: "hotline",
  reminder: "employee",
  community: "hotline",
  emergency_water: "department",
};

export function createIntakeDraft(service: ServiceKind = "repair"): IntakeDraft {
  return { received_at: programNow(), channel: CHANNEL[service], area: "urban", asked: createEmptyAnswers(service) };
}

/** What a report knows of a household that is in the files. */
export function toHouseholdFields({ id, household }: Customer) {
  const { account_number, name, address, community, area, phones } = household;
  return { customer: id, account_number, name, address, community, area, phone: phones[0] ?? "" } satisfies Partial<IntakeDraft>;
}

/** The longest a name mostly is: 欧阳 and two more. */
const NAME = 4;

/** What a report knows of somebody who is in no file, from what was typed to find them: a number, a name or an address. Latin letters alone
 *  are the beginnings of a name nobody knows. */
export function parseStranger(text: string): Partial<Pick<IntakeDraft, "phone" | "name" | "address">> {
  if (/^[\d -]{5,20}$/.test(text)) return { phone: text };
  if (!/\p{Script=Han}/u.test(text)) return {};
  return /^[\p{Script=Han}·]+$/u.test(text) && text.length <= NAME ? { name: text } : { address: text };
}

/** The service picked. */
export function readDraftService(draft: IntakeDraft): ServiceKind {
  return draft.asked?.kind ?? "repair";
}

/** The draft with another service picked: common fields stay, answers are put by and taken out again. */
export function switchService(draft: IntakeDraft, to: ServiceKind): IntakeDraft {
  const from = readDraftService(draft);
  if (from === to) return draft;
  const parked = { ...draft.parked, ...(draft.asked ? { [from]: draft.asked } : {}) };
  // The way it came by is moved along only as long as nobody chose another.
  const channel = draft.channel === CHANNEL[from] ? CHANNEL[to] : draft.channel;
  return { ...draft, channel, asked: parked[to] ?? createEmptyAnswers(to), parked };
}

/** What is sent: every field the program knows, and an empty text where nothing was typed. */
export function toIntakeRequest(values: IntakeDraft): TicketIntake {
  const service = readDraftService(values);
  return {
    received_at: values.received_at,
    raised_at: null,
    channel: values.channel ?? CHANNEL[service],
    first_receiver: trimText(values.first_receiver),
    // Fields that are not shown for an area must not carry on a household that was looked up before.
    customer: isAreaService(service) ? null : (values.customer ?? null),
    account_number: isAreaService(service) ? "" : trimText(values.account_number),
    name: trimText(values.name),
    phone: trimText(values.phone),
    address: trimText(values.address),
    community: trimText(values.community),
    area: values.area ?? "urban",
    external_number: trimText(values.external_number),
    asked: toWireAnswers(values.asked ?? createEmptyAnswers(service)),
  };
}

const TYPED = ["situation", "topic", "cause", "since", "signs", "finder", "suggested_by", "place"];

/** Whether any answer was typed; one that was only clicked is clicked again quickly. */
function answered(asked: AnyTypedAnswers | undefined): boolean {
  const fields: Record<string, unknown> = { ...asked };
  const places = Array.isArray(fields.places) ? fields.places : [];
  return places.some((row) => !isBlankPlaceRow(row)) || TYPED.some((name) => trimText(fields[name] as string | undefined) !== "");
}

/** Whether anything has been typed that would be a pity to lose. */
export function isWorthKeeping(draft: IntakeDraft): boolean {
  const common = [draft.name, draft.phone, draft.address, draft.account_number, draft.community];
  const all = [draft.asked, ...Object.values(draft.parked ?? {})];
  return common.some((text) => trimText(text) !== "") || all.some(answered);
}

/** A report that was begun. */
export interface SavedIntakeDraft {
  /** Tells it from others; as long as it is typed on, it keeps this. */
  slot: string;
  draft: IntakeDraft;
}

/** More than anybody leaves behind in a shift; the oldest then go. */
const MOST = 20;

const sound = (value: unknown): value is IntakeDraft =>
  typeof value === "object" && value !== null && typeof (value as Partial<IntakeDraft>).received_at === "number" && isWorthKeeping(value as IntakeDraft);

/** The reports that were begun, the newest first. What is opened from a ticket (`from`) is offered with that ticket only. */
export function listIntakeDrafts(all: DraftStore["all"], from: number | undefined): SavedIntakeDraft[] {
  return all.flatMap(({ name, value }): SavedIntakeDraft[] => {
    const slot = parseIntakeSlot(name, from);
    if (slot === null || !sound(value)) return [];
    return [{ slot, draft: isService(value.asked?.kind ?? null) ? value : { ...value, asked: createEmptyAnswers("repair") } }];
  });
}

/** Keeps what is typed now; nothing, once nothing is left of it. */
export function saveIntakeDraft(drafts: DraftStore, from: number | undefined, slot: string, draft: IntakeDraft): void {
  const name = nameIntakeDraft(slot, from);
  const others = drafts.all.filter((one) => one.name !== name && parseIntakeSlot(one.name, from) !== null);
  if (isWorthKeeping(draft)) drafts.keep(name, draft);
  else if (drafts.all.some((one) => one.name === name)) drafts.drop(name);
  for (const one of others.slice(MOST - 1)) drafts.drop(one.name);
}
