// One input finds the household: last digits of a phone, account number, name or address.
import { AutoComplete, Input } from "antd";
import { useEffect, useState } from "react";
import { useRead } from "../call/use";
import type { Customer } from "../gen/wire";
import { words } from "../gen/words";
import { composing } from "../part/keys";

const PAUSE = 250;

function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text.trim()), PAUSE);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}

function Found({ customer: { household } }: { customer: Customer }) {
  return (
    <div style={{ whiteSpace: "normal" }}>
      <b>{household.name}</b>　<span className="number">{household.phones.join("、")}</span>　
      <span className="quiet number">户号 {household.account_number}</span>
      <div className="quiet">
        {household.address}（{words.Area[household.area]}）
      </div>
    </div>
  );
}

export function FindCustomer({ pick }: { pick: (customer: Customer) => void }) {
  const [text, setText] = useState("");
  const settled = useSettled(text);
  const found = useRead("customer_find", { text: settled }, { enabled: settled.length >= 2, keep: true });
  const customers = settled.length >= 2 ? (found.data ?? []) : [];
  const nothing =
    settled.length < 2 ? "请输入两个以上的字或数字。" : found.isFetching ? "正在查找……" : "没有找到，请直接在下面登记用户。";
  return (
    <AutoComplete
      value={text}
      style={{ width: "100%" }}
      options={customers.map((customer) => ({ value: String(customer.id), label: <Found customer={customer} /> }))}
      showSearch={{ onSearch: setText, filterOption: false }}
      onSelect={(id: string) => {
        const customer = customers.find((one) => String(one.id) === id);
        setText("");
        if (customer) pick(customer);
      }}
      notFoundContent={text ? nothing : null}
      defaultActiveFirstOption
      onInputKeyDown={(event) => {
        if (event.key === "Enter" && composing(event)) event.stopPropagation();
      }}
    >
      <Input.Search
        aria-label="查找用户"
        placeholder="查找用户：电话后几位、户号、姓名或地址"
        size="large"
        autoFocus
        enterButton={false}
        allowClear
      />
    </AutoComplete>
  );
}
