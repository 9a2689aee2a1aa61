import { expect, test } from "vitest";
import type { TicketRow } from "../../gen/wire";
import { countEventsByMonth, findEventState } from "./events";

const at = (text: string) => Date.parse(`${text}+08:00`);
const NOW = at("2026-11-24T10:00:00");

function event(planned: string, held: string | null = null, ended: string | null = null): TicketRow {
  const more = { kind: "community", origin: "annual_plan", first_planned_at: at(planned), moved: 0, held_at: held && at(held), residents: 0, services: [] };
  return { planned_at: at(planned), ended_at: ended && at(ended), more } as unknown as TicketRow;
}

test("an event is late only when its day is over", () => {
  expect(findEventState(event("2026-11-24T09:00:00"), NOW)).toBe("planned");
  expect(findEventState(event("2026-11-23T23:59:00"), NOW)).toBe("missed");
  expect(findEventState(event("2026-11-20T09:00:00", null, "2026-11-19T09:00:00"), NOW)).toBe("cancelled");
  expect(findEventState(event("2026-11-20T09:00:00", "2026-11-20T09:10:00", "2026-11-21T09:00:00"), NOW)).toBe("held");
});

test("months count by the day in Shanghai", () => {
  const rows = [event("2026-01-31T23:30:00", "2026-01-31T23:30:00"), event("2026-02-01T00:10:00"), event("2026-12-05T09:00:00")];
  const counts = countEventsByMonth(rows, NOW);
  expect(counts[0]).toMatchObject({ planned: 1, held: 1 });
  expect(counts[1]).toMatchObject({ planned: 1, held: 0, missed: 1 });
  expect(counts[11]).toMatchObject({ planned: 1, missed: 0 });
});
