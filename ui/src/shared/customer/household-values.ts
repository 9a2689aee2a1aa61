// A household as it is typed, what is sent of it, and what two versions of it differ in. A household has no version on the wire:
// the form keeps the one it began with, and compares.
import type { Customer, Household } from "../../gen/wire";
import { words } from "../../gen/words";

export interface HouseholdFormValues extends Household {
  /** As it was when it was opened; nothing for a new one. */
  base: Household | null;
}

/** As many as the program keeps of a household. */
export const MAX_PHONES = 5;
/** As many as the program finds at once. */
export const MAX_CUSTOMER_MATCHES = 20;

const EMPTY: Household = { account_number: "", name: "", phones: [], address: "", community: "", area: "urban", meter_number: "" };

export const HOUSEHOLD_LABELS: Record<keyof Household, string> = {
  account_number: "户号",
  name: "用户姓名",
  phones: "联系电话",
  address: "详细地址",
  community: "小区",
  area: "区域",
  meter_number: "表号",
};
const FIELDS = Object.keys(HOUSEHOLD_LABELS) as (keyof Household)[];

/** One line for a phone is there to be typed into, also where none is known. */
export function toHouseholdFormValues(household: Household | null): HouseholdFormValues {
  const { phones, ...rest } = household ?? EMPTY;
  return { ...rest, phones: phones.length > 0 ? phones : [""], base: household };
}

export function toHousehold(typed: Partial<HouseholdFormValues>): Household {
  const said = (text: string | null | undefined) => text?.trim() ?? "";
  return {
    account_number: said(typed.account_number),
    name: said(typed.name),
    phones: (typed.phones ?? []).map(said).filter((phone) => phone !== ""),
    address: said(typed.address),
    community: said(typed.community),
    area: typed.area ?? "urban",
    meter_number: said(typed.meter_number),
  };
}

/** A field in words. */
export function formatHouseholdField(household: Household, field: keyof Household): string {
  if (field === "phones") return household.phones.join("、") || "无";
  if (field === "area") return words.AddressArea[household.area];
  return household[field] || "无";
}

/** What another version says otherwise. */
export function listChangedFields(one: Household, other: Household): (keyof Household)[] {
  return FIELDS.filter((field) => JSON.stringify(one[field]) !== JSON.stringify(other[field]));
}

/** What was typed, on the household as it is now: what nobody touched here follows it. */
export function rebaseHouseholdForm(typed: HouseholdFormValues, now: Household): HouseholdFormValues {
  const mine = toHousehold(typed);
  const touched = typed.base ? listChangedFields(typed.base, mine) : FIELDS;
  return { ...toHouseholdFormValues({ ...now, ...Object.fromEntries(touched.map((field) => [field, mine[field]])) }), base: now };
}

/** The household that has this account number already. `unsure`: there are more that begin or end so than the program finds. */
export function findAccountHolder(found: readonly Customer[], account: string): Customer | "unsure" | null {
  const one = found.find(({ household }) => household.account_number === account);
  return one ?? (found.length >= MAX_CUSTOMER_MATCHES ? "unsure" : null);
}

/** The first phone the program will not take: its refusal names none of them. */
export function findBadPhone(phones: readonly string[]): number {
  return phones.findIndex((phone) => {
    const digits = phone.replace(/[^0-9]/g, "").length;
    return phone.trim() !== "" && !(/^[0-9+() -]{1,30}$/.test(phone.trim()) && digits >= 5 && digits <= 20);
  });
}
