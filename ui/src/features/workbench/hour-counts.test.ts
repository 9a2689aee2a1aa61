import { expect, it } from "vitest";
import { parseTicketFilters } from "../ticket-list/filters";
import { toDueHours, toReceivedHours } from "./hour-counts";

const HOUR = 3_600_000;
const TODAY = Date.UTC(2026, 10, 23, 16); // 2026-11-24 in Shanghai
const NOW = TODAY + 2 * HOUR + 600_000;
const counts = (at: number, count: number) => Array.from({ length: 24 }, (_, place) => (place === at ? count : 0));
const DAY = { today: TODAY, received: counts(2, 5), received_before: counts(3, 4), hour: TODAY + 2 * HOUR, due: counts(0, 7), missed: 3, now: NOW };
const filters = (place: string | undefined) => parseTicketFilters(new URL(place ?? "", "http://desk").searchParams);

it("leads from an hour to the tickets received in it", () => {
  const hours = toReceivedHours(DAY);
  expect(hours[2]).toMatchObject({ label: "2 时", count: 5, before: 0 });
  expect(hours[3]).toMatchObject({ count: 0, before: 4 });
  expect(filters(hours[2]?.to)).toMatchObject({ from: TODAY + 2 * HOUR, to: TODAY + 3 * HOUR });
});

it("tells what has run out from what will, also within the running hour", () => {
  const [missed, first, second] = toDueHours(DAY);
  expect(missed).toMatchObject({ label: "已超时", count: 3 });
  expect(filters(missed?.to)).toMatchObject({ overdue: true, order: "deadline" });
  expect(first).toMatchObject({ label: "02:00", count: 7 });
  expect(filters(first?.to)).toMatchObject({ due_from: NOW, due_to: TODAY + 3 * HOUR });
  expect(filters(second?.to)).toMatchObject({ due_from: TODAY + 3 * HOUR, due_to: TODAY + 4 * HOUR });
});
