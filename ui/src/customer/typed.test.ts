import { describe, expect, it } from "vitest";
import type { Customer, Household } from "../gen/wire";
import { badPhone, differing, FOUND, holder, inWords, renewed, toHousehold, toTyped } from "./typed";

const HOME: Household = {
  account_number: "100200",
  name: "演示用户",
  phones: ["12000000001", "12000000002"],
  address: "演示花园 3 号楼 501 室",
  community: "演示花园",
  area: "urban",
  meter_number: "",
};

describe("a household as it is typed", () => {
  it("comes back as it was, and a new one is empty with one line for a phone", () => {
    expect(toHousehold(toTyped(HOME))).toEqual(HOME);
    expect(toTyped(null)).toMatchObject({ account_number: "", phones: [""], area: "urban", base: null });
    expect(toHousehold(toTyped(null)).phones).toEqual([]);
  });

  it("is sent without what stands around its words, and without empty lines", () => {
    const typed = { ...toTyped(HOME), name: " 演示用户　", phones: [" 12000000001", "", "  "] };
    expect(toHousehold(typed)).toEqual({ ...HOME, phones: ["12000000001"] });
  });

  it("says where two differ, in words", () => {
    const other: Household = { ...HOME, phones: [], area: "outside" };
    expect(differing(HOME, other)).toEqual(["phones", "area"]);
    expect(differing(HOME, { ...HOME })).toEqual([]);
    expect([inWords(HOME, "phones"), inWords(other, "phones"), inWords(other, "area"), inWords(HOME, "meter_number")]).toEqual(["12000000001、12000000002", "无", "城区外", "无"]);
  });
});

describe("a household somebody else has changed meanwhile", () => {
  it("keeps what was typed here and takes the rest from there", () => {
    const typed = { ...toTyped(HOME), address: "演示花园 4 号楼" };
    const now: Household = { ...HOME, phones: ["12000000009"], meter_number: "B7" };
    expect(renewed(typed, now)).toEqual({ ...now, address: "演示花园 4 号楼", base: now });
  });

  it("keeps a phone taken away here", () => {
    const typed = { ...toTyped(HOME), phones: ["12000000001", ""] };
    expect(renewed(typed, { ...HOME, name: "改名" })).toMatchObject({ name: "改名", phones: ["12000000001"] });
  });
});

describe("an account number", () => {
  const customer = (id: number, account_number: string): Customer => ({ id, household: { ...HOME, account_number } });

  it("belongs to the household that has all of it", () => {
    const found = [customer(1, "1002001"), customer(2, "100200")];
    expect(holder(found, "100200")).toBe(found[1]);
    expect(holder(found, "1002")).toBeNull();
    expect(holder([], "1002")).toBeNull();
  });

  it("is not known to be free where more begin so than are found", () => {
    const many = Array.from({ length: FOUND }, (_, place) => customer(place, `10${place}`));
    expect(holder(many, "10")).toBe("unsure");
    expect(holder(many, "103")).toBe(many[3]);
  });
});

describe("the phone a refusal is about", () => {
  it("is the first that is none", () => {
    expect(badPhone(["0533-5270300", "+86 (138) 0000 0000", "", "12345"])).toBe(-1);
    for (const bad of ["电话abc", "1234", "1".repeat(21), "13800000000;"]) expect(badPhone(["12000000001", bad])).toBe(1);
  });
});
