import { expect, it } from "vitest";
import { findHomePlace, mayOpen } from "./menu";

const ADMINISTRATOR = ["person_list", "settings_change", "journal_verify", "key_confirm"];
const AUDITOR = ["ticket_board", "ticket_list", "ticket_get", "journal_list", "journal_verify"];

it("an administrator may not open the workbench or a ticket that somebody else left open", () => {
  for (const page of ["/board", "/tickets?service=repair", "/ticket/12", "/household/3", "/old/4", "/intake"]) expect(mayOpen(ADMINISTRATOR, page)).toBe(false);
  for (const page of ["/people", "/settings?tab=key", "/journal", "/acknowledgements"]) expect(mayOpen(ADMINISTRATOR, page)).toBe(true);
  expect(findHomePlace(ADMINISTRATOR)?.path).toBe("/people");
});

it("who may read tickets keeps the ticket they were at", () => {
  expect(mayOpen(AUDITOR, "/ticket/12")).toBe(true);
  expect(mayOpen(AUDITOR, "/household/3")).toBe(false);
  expect(mayOpen(AUDITOR, "/people")).toBe(false);
});

it("an address of no page is the desk's own matter", () => {
  expect(mayOpen(ADMINISTRATOR, "/none")).toBe(true);
  expect(mayOpen(ADMINISTRATOR, "")).toBe(true);
});
