// One input finds the household: last digits of a phone, account number, name or address. It looks with every letter:
// the program answers faster than anybody types.
import { useQueryClient } from "@tanstack/react-query";
import { memo, startTransition, useEffect, useRef, useState } from "react";
import { runCommand, prefetchCommand, useRead } from "../../api/use-command";
import type { Customer } from "../../gen/wire";
import { words } from "../../gen/words";
import { SuggestBox } from "../../shared/text/suggest-box";

/** A household among what was found. */
export const CustomerMatch = memo(function Found({ customer: { household } }: { customer: Customer }) {
  return (
    <div style={{ whiteSpace: "normal" }}>
      <b>{household.name}</b>　<span className="number">{household.phones.join("、")}</span>
      {"　"}
      <span className="quiet number">户号 {household.account_number}</span>
      <div className="quiet">
        {household.address}（{words.AddressArea[household.area]}）
      </div>
    </div>
  );
});

/** What a screen reader says of one; the account number is nobody else's. */
export const describeCustomer = ({ household }: Customer) => `${household.name}，户号${household.account_number}`;

interface Props {
  pick: (customer: Customer) => void;
  /** Told which household the arrows stand on, while it is not chosen yet. */
  look: (customer: Customer | null) => void;
  /** Whether what was typed to find somebody who is in no file goes along. */
  goesAlong: (text: string) => boolean;
  /** Enter, where nobody is found by what was typed. Whether it stands elsewhere now: what does not stays where it was typed. */
  none: (text: string) => boolean;
}

/** One letter finds half the town. */
export const MIN_SEARCH_LENGTH = 2;

/** What the desk has of a household is read when the keys rest: the next letter comes before everything. */
const REST = 100;

export function CustomerFinder({ pick, look, goesAlong, none }: Props) {
  const client = useQueryClient();
  const [typed, setTyped] = useState("");
  const text = typed.trim();
  const enough = text.length >= MIN_SEARCH_LENGTH;
  const found = useRead("customer_find", { text }, { enabled: enough, keep: true });
  const customers = enough ? (found.data ?? []) : [];
  const named = (key: string | null) => customers.find(({ id }) => String(id) === key) ?? null;
  const nothing = !enough ? "请输入两个以上的字或数字。" : found.isFetching ? "正在查找……" : `没有找到。按回车在下面登记${customers.length === 0 && goesAlong(text) ? "，已输入的内容会带过去" : ""}。`;
  const resting = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(resting.current), []);
  const type = (typed: string) => {
    setTyped(typed);
    // Asked before the letter itself is drawn: the answer is on its way meanwhile.
    const text = typed.trim();
    if (text.length >= MIN_SEARCH_LENGTH) void prefetchCommand(client, "customer_find", { text });
  };
  const choose = (customer: Customer) => {
    setTyped("");
    pick(customer);
  };
  const goOn = () => {
    if (none(text)) setTyped("");
  };
  return (
    <SuggestBox
      label="查找用户"
      placeholder="查找用户：电话后几位、户号、姓名或地址"
      typed={typed}
      type={type}
      found={customers.length > 0 ? [{ choices: customers.map((customer) => ({ key: String(customer.id), said: describeCustomer(customer), shown: <CustomerMatch customer={customer} /> })) }] : []}
      nothing={nothing}
      look={(key) => {
        clearTimeout(resting.current);
        resting.current = setTimeout(() => startTransition(() => look(named(key))), REST);
      }}
      choose={(key) => {
        const customer = named(key);
        if (customer) choose(customer);
      }}
      enter={(key) => {
        if (!enough) return;
        // Whoever types faster than the rows come means those of what was typed, and not what is shown still.
        const fresh = found.isPlaceholderData ? undefined : found.data;
        const on = named(key);
        if (on && fresh) choose(on);
        else if (fresh) goOn();
        else void runCommand(client, "customer_find", { text }).then(([one]) => (one ? choose(one) : goOn()), () => undefined);
      }}
    />
  );
}
