import { expect, it } from "vitest";
import { parseTicketFilters } from "../ticket-list/filters";
import { linkToDay, linkToOutcome, linkToPart, linkToWeekHour } from "./ticket-links";

const FROM = Date.UTC(2026, 9, 31, 16); // 2026-11-01 in Shanghai
const SPAN = { from: FROM, to: Date.UTC(2026, 10, 30, 16) };
const filters = (place: string | null) => parseTicketFilters(new URL(place ?? "", "http://desk").searchParams);

it("leads from a part to the tickets of the span that it counts", () => {
  expect(filters(linkToPart(SPAN, "服务类别", "义务维修"))).toMatchObject({ service: "repair", ...SPAN });
  expect(filters(linkToPart(SPAN, "小区", "金桥公寓（演示）"))).toMatchObject({ community: "金桥公寓（演示）", ...SPAN });
  expect(filters(linkToPart(SPAN, "当前环节", "待派工"))).toMatchObject({ stages: ["handed_over"] });
  expect(filters(linkToOutcome(SPAN, "办理中"))).toMatchObject({ only_open: true, ...SPAN });
});

it("leads from a day to that day", () => {
  expect(filters(linkToDay(SPAN, 22))).toMatchObject({ from: Date.UTC(2026, 10, 22, 16), to: Date.UTC(2026, 10, 23, 16) });
});

it("leads from an hour of the week to its tickets", () => {
  expect(filters(linkToWeekHour(SPAN, 34))).toMatchObject({ week_hour: 34, ...SPAN });
});

it("leads nowhere where the list could not show it", () => {
  expect(linkToPart(SPAN, "小区", "未填写")).toBeNull();
  expect(linkToPart(SPAN, "班组", "未派工")).toBeNull();
  expect(linkToPart(SPAN, "维修故障类型", "漏水")).toBeNull();
  expect(linkToOutcome(SPAN, "别的")).toBeNull();
});
