import { describe, expect, it } from "vitest";
import type { Customer, Household } from "../../gen/wire";
import { findBadPhone, listChangedFields, MAX_CUSTOMER_MATCHES, findAccountHolder, formatHouseholdField, rebaseHouseholdForm, toHousehold, toHouseholdFormValues } from "./household-values";

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
    expect(toHousehold(toHouseholdFormValues(HOME))).toEqual(HOME);
    expect(toHouseholdFormValues(null)).toMatchObject({ account_number: "", phones: [""], area: "urban", base: null });
    expect(toHousehold(toHouseholdFormValues(null)).phones).toEqual([]);
  });

  it("is sent without what stands around its words, and without empty lines", () => {
    const typed = { ...toHouseholdFormValues(HOME), name: " 演示用户　", phones: [" 12000000001", "", "  "] };
    expect(toHousehold(typed)).toEqual({ ...HOME, phones: ["12000000001"] });
  });

  it("says where two differ, in words", () => {
    const other: Household = { ...HOME, phones: [], area: "outside" };
    expect(listChangedFields(HOME, other)).toEqual(["phones", "area"]);
    expect(listChangedFields(HOME, { ...HOME })).toEqual([]);
    expect([formatHouseholdField(HOME, "phones"), formatHouseholdField(other, "phones"), formatHouseholdField(other, "area"), formatHouseholdField(HOME, "meter_number")]).toEqual(["12000000001、12000000002", "无", "城区外", "无"]);
  });
});

describe("a household somebody else has changed meanwhile", () => {
  it("keeps what was typed here and takes the rest from there", () => {
    const typed = { ...toHouseholdFormValues(HOME), address: "演示花园 4 号楼" };
    const now: Household = { ...HOME, phones: ["12000000009"], meter_number: "B7" };
    expect(rebaseHouseholdForm(typed, now)).toEqual({ ...now, address: "演示花园 4 号楼", base: now });
  });

  it("keeps a phone taken away here", () => {
    const typed = { ...toHouseholdFormValues(HOME), phones: ["12000000001", ""] };
    expect(rebaseHouseholdForm(typed, { ...HOME, name: "改名" })).toMatchObject({ name: "改名", phones: ["12000000001"] });
  });
});

describe("an account number", () => {
  const customer = (id: number, account_number: string): Customer => ({ id, household: { ...HOME, account_number } });

  it("belongs to the household that has all of it", () => {
    const found = [customer(1, "1002001"), customer(2, "100200")];
    expect(findAccountHolder(found, "100200")).toBe(found[1]);
    expect(findAccountHolder(found, "1002")).toBeNull();
    expect(findAccountHolder([], "1002")).toBeNull();
  });

  it("is not known to be free where more begin so than are found", () => {
    const many = Array.from({ length: MAX_CUSTOMER_MATCHES }, (_, place) => customer(place, `10${place}`));
    expect(findAccountHolder(many, "10")).toBe("unsure");
    expect(findAccountHolder(many, "103")).toBe(many[3]);
  });
});

describe("the phone a refusal is about", () => {
  it("is the first that is none", () => {
    expect(findBadPhone(["0533-5270300", "+86 (138) 0000 0000", "", "12345"])).toBe(-1);
    for (const bad of ["电话abc", "1234", "1".repeat(21), "13800000000;"]) expect(findBadPhone(["12000000001", bad])).toBe(1);
  });
});
