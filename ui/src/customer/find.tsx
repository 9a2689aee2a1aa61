// One input finds the household: last digits of a phone, account number, name or address. It looks with every letter:
// the program answers faster than anybody types.
import { useQueryClient } from "@tanstack/react-query";
import { AutoComplete, Input } from "antd";
import { startTransition, useEffect, useEffectEvent, useState } from "react";
import { ask, useRead } from "../call/use";
import type { Customer } from "../gen/wire";
import { words } from "../gen/words";
import { entered } from "../part/keys";

/** A household among what was found. */
export function Found({ customer: { household } }: { customer: Customer }) {
  return (
    <div style={{ whiteSpace: "normal" }}>
      <b>{household.name}</b>　<span className="number">{household.phones.join("、")}</span>
      {"　"}
      <span className="quiet number">户号 {household.account_number}</span>
      <div className="quiet">
        {household.address}（{words.Area[household.area]}）
      </div>
    </div>
  );
}

/** What a screen reader says of one; the account number is nobody else's. */
export const inWords = ({ household }: Customer) => `${household.name}，户号${household.account_number}`;

interface Props {
  pick: (customer: Customer) => void;
  /** Told which household the arrows stand on, while it is not chosen yet. */
  look: (customer: Customer | null) => void;
}

export function FindCustomer({ pick, look }: Props) {
  const client = useQueryClient();
  const [typed, setTyped] = useState("");
  const [active, setActive] = useState<unknown>(null);
  const text = typed.trim();
  const enough = text.length >= 2;
  const found = useRead("customer_find", { text }, { enabled: enough, keep: true });
  const customers = enough ? (found.data ?? []) : [];
  const named = (said: unknown) => customers.find((one) => inWords(one) === said) ?? null;
  const on = named(active) ?? customers[0] ?? null;
  // What the desk has of the household is drawn after the households that were found.
  const tell = useEffectEvent(() => startTransition(() => look(on)));
  useEffect(() => tell(), [on?.id]);
  const nothing = !enough ? "请输入两个以上的字或数字。" : found.isFetching ? "正在查找……" : "没有找到，请直接在下面登记用户。";
  const choose = (customer: Customer) => {
    setTyped("");
    pick(customer);
  };
  return (
    <AutoComplete
      value={typed}
      style={{ width: "100%" }}
      options={customers.map((customer) => ({ value: inWords(customer), label: <Found customer={customer} /> }))}
      showSearch={{
        onSearch: setTyped,
        filterOption: false,
      }}
      onActive={setActive}
      onSelect={(said: string) => {
        const customer = named(said);
        if (customer) choose(customer);
      }}
      notFoundContent={typed ? nothing : null}
      listHeight={330}
      defaultActiveFirstOption
      onInputKeyDown={(event) => {
        if (event.key !== "Enter" || event.ctrlKey) return;
        // Enter that an input method composes with is its own; any other is answered here, because whoever types faster
        // than the rows come means those of what was typed, and not what is shown still.
        event.stopPropagation();
        if (!entered(event) || !enough) return;
        event.preventDefault();
        const fresh = found.isPlaceholderData ? undefined : found.data;
        if (fresh && on) choose(on);
        if (!fresh) void ask(client, "customer_find", { text }).then(([one]) => one && choose(one), () => undefined);
      }}
    >
      <Input.Search
        aria-label="查找用户"
        placeholder="查找用户：电话后几位、户号、姓名或地址"
        size="large"
        enterButton={false}
        allowClear
      />
    </AutoComplete>
  );
}
