import { describe, expect, it } from "vitest";
import { listActiveFilters, toCanonicalSearch, clearFilters, parseTicketFilters, replaceSearchPairs, computeReceivedRange } from "./filters";

const NOW = Date.UTC(2026, 10, 23, 2); // 2026-11-23 10:00 in Shanghai
const TODAY = Date.UTC(2026, 10, 22, 16);
const DAY = 86_400_000;
const at = (text: string) => new URLSearchParams(text);

describe("the filters of the list", () => {
  it("ask for everything a ticket has, and nonsense asks for nothing", () => {
    expect(parseTicketFilters(at("fault=leak&acknowledged=paper&follow_up=satisfied&mark=urged&mark=late&due_to=9&ended_from=3&unsigned=1&customer=4&first_receiver=坐席"), NOW)).toMatchObject({
      fault: "leak",
      acknowledged: "paper",
      follow_up: "satisfied",
      marks: ["urged", "late"],
      due_to: 9,
      ended_from: 3,
      unsigned: true,
      customer: 4,
      first_receiver: "坐席",
    });
    const none = parseTicketFilters(at("fault=x&mark=x&channel=x&due_to=x&received=x&crew="), NOW);
    expect(Object.keys(none).sort()).toEqual(["limit", "only_open", "order", "overdue", "stages"]);
  });

  it("of days that go on with the calendar are right tomorrow too", () => {
    expect(computeReceivedRange("today", NOW)).toEqual({ from: TODAY, to: TODAY + DAY });
    expect(computeReceivedRange("yesterday", NOW)).toEqual({ from: TODAY - DAY, to: TODAY });
    expect(computeReceivedRange("week", NOW)).toEqual({ from: TODAY - 6 * DAY, to: TODAY + DAY });
    expect(computeReceivedRange("month", NOW)).toEqual({ from: Date.UTC(2026, 9, 31, 16), to: TODAY + DAY });
    expect(parseTicketFilters(at("received=today"), NOW + DAY)).toMatchObject({ from: TODAY + DAY, to: TODAY + 2 * DAY });
  });

  it("are told in words, each with the address without it", () => {
    const active = listActiveFilters(at(`service=repair&stage=assigned&stage=on_site&mark=late&mark=urged&open=1&from=${TODAY}&to=${TODAY + DAY}&order=deadline`));
    expect(active.map(({ label }) => label)).toEqual(["服务：义务维修", "环节：待到场", "环节：维修中", "有超时", "有催办", "只看办理中", "接报：2026-11-23"]);
    expect(active[1]?.without.getAll("stage")).toEqual(["on_site"]);
    expect(active[3]?.without.getAll("mark")).toEqual(["urged"]);
    expect(active[6]?.without.get("from")).toBeNull();
    expect(listActiveFilters(at(`ended_from=${TODAY}`))[0]?.label).toBe("了结：2026-11-23 起");
    expect(listActiveFilters(at("week_hour=34"))[0]?.label).toBe("接报时段：周二 10 时");
    expect(listActiveFilters(at("order=deadline&stage=nonsense&week_hour=168"))).toEqual([]);
  });

  it("go all at once; the order stays", () => {
    expect(clearFilters(at("service=repair&text=a&order=deadline")).toString()).toBe("order=deadline");
  });

  it("are the same whatever was chosen first", () => {
    expect(toCanonicalSearch(at("stage=b&service=repair&stage=a&text=&order=newest"))).toBe(toCanonicalSearch(at("stage=a&stage=b&service=repair")));
    expect(toCanonicalSearch(replaceSearchPairs(at("service=repair"), { service: null }))).toBe("");
    expect(toCanonicalSearch(at("order=deadline"))).not.toBe("");
  });
});
