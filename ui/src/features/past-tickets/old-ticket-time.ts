// When an old ticket was: the sheets tell many a day without its hour, and reach back to years when Shanghai's clocks were changed.

const FORM = new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Shanghai", dateStyle: "short", timeStyle: "short" });

/** `2023-05-06 08:30`; the day alone where it was midnight, which is how a day alone is kept. */
export function formatOldTicketTime(at: number): string {
  return FORM.format(at).replace(/ 00:00$/, "");
}
