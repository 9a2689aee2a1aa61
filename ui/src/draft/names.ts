// The names drafts have in the file, one for each slot. The program lets them go after 30 days because they begin so.

export const BEGINS = "draft.";

/** What the next shift is to know. */
export const SHIFT = `${BEGINS}shift`;

const ofIntake = (from: number | undefined) => (from === undefined ? `${BEGINS}intake/` : `${BEGINS}linked/${from}/`);

/** A report that was begun; `from`: the ticket it is opened from. */
export const intakeName = (slot: string, from: number | undefined) => ofIntake(from) + slot;

/** The slot in a name, if it is one of those. */
export const intakeSlot = (name: string, from: number | undefined) => (name.startsWith(ofIntake(from)) ? name.slice(ofIntake(from).length) : null);

/** A form on a ticket. */
export const stepName = (ticket: number, step: string) => `${BEGINS}step/${ticket}/${step}`;

/** A household that is changed, or a new one. */
export const householdName = (customer: number | null) => `${BEGINS}customer/${customer ?? "new"}`;
