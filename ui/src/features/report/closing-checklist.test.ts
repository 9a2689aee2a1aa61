import { expect, it } from "vitest";
import { listActiveFilters, parseTicketFilters } from "../ticket-list/filters";
import { listClosingChecks } from "./closing-checklist";

it("every check is a list of the month, filtered by what it says", () => {
  const all = listClosingChecks({ from: 1_790_000_000_000, to: 1_792_592_000_000 });
  expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
  for (const { name, address } of all) {
    const search = new URLSearchParams(address);
    expect(parseTicketFilters(search), name).toMatchObject({ from: 1_790_000_000_000, to: 1_792_592_000_000 });
    // The month, and at least one filter more.
    expect(listActiveFilters(search).length, name).toBeGreaterThanOrEqual(2);
  }
});
