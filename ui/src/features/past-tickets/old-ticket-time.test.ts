import { expect, it } from "vitest";
import { formatOldTicketTime } from "./old-ticket-time";

it("tells the day alone where nobody knows the hour", () => {
  expect(formatOldTicketTime(Date.parse("2023-05-06T08:30:00+08:00"))).toBe("2023-05-06 08:30");
  expect(formatOldTicketTime(Date.parse("2023-05-06T00:00:00+08:00"))).toBe("2023-05-06");
  // Summer time in Shanghai.
  expect(formatOldTicketTime(Date.parse("1988-07-01T00:00:00+09:00"))).toBe("1988-07-01");
});
