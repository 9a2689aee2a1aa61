// The names drafts have in the file, one for each slot. The program lets them go after 30 days because they begin so.

export const DRAFT_PREFIX = "draft.";

/** What the next shift is to know. */
export const SHIFT_DRAFT = `${DRAFT_PREFIX}shift`;

const ofIntake = (from: number | undefined) => (from === undefined ? `${DRAFT_PREFIX}intake/` : `${DRAFT_PREFIX}linked/${from}/`);

/** A report that was begun; `from`: the ticket it is opened from. */
export const nameIntakeDraft = (slot: string, from: number | undefined) => ofIntake(from) + slot;

/** The slot in a name, if it is one of those. */
export const parseIntakeSlot = (name: string, from: number | undefined) => (name.startsWith(ofIntake(from)) ? name.slice(ofIntake(from).length) : null);

/** A form on a ticket. */
export const nameStepDraft = (ticket: number, step: string) => `${DRAFT_PREFIX}step/${ticket}/${step}`;

/** A household that is changed, or a new one. */
export const nameHouseholdDraft = (customer: number | null) => `${DRAFT_PREFIX}customer/${customer ?? "new"}`;
