// 快速查找: one box from anywhere, for a ticket, a household, an old ticket by its number or a page; a step's word before a number
// opens its form at once, as when a crew phones: 到 0012.
import { useQueryClient } from "@tanstack/react-query";
import { AutoComplete, Flex, Input, Modal } from "antd";
import { useState } from "react";
import { useNavigate } from "react-router";
import { ask, useRead } from "../call/use";
import { Found, inWords as named } from "../customer/find";
import type { OldTicketRow, TicketRow } from "../gen/wire";
import { words } from "../gen/words";
import { kindOf, OldMark } from "../old/mark";
import { when } from "../old/when";
import { composing, entered } from "../part/keys";
import { Mark } from "../part/mark";
import { Failed } from "../part/refusal";
import { ServiceTag, StageTag } from "../ticket/stage";
import { placesFor } from "./menu";
import { meant, ticketAt, type Meant } from "./quick";
import { useDesk } from "./state";

/** Of the dialog. */
const WIDE = 680;
const TICKETS = 8;
const HOUSEHOLDS = 5;

export function QuickFind({ close }: { close: () => void }) {
  const { may } = useDesk();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [typed, setTyped] = useState("");
  const [active, setActive] = useState<unknown>(null);
  const { text, steps } = meant(typed);
  const enough = text.length >= 2;
  const finds = may.includes("customer_find") && steps.length === 0;
  const query = { text, limit: TICKETS };
  const tickets = useRead("ticket_list", query, { enabled: enough && may.includes("ticket_list"), keep: true });
  const households = useRead("customer_find", { text }, { enabled: enough && finds, keep: true });
  const olds = may.includes("old_ticket_find") && steps.length === 0;
  const old = useRead("old_ticket_find", { number: text }, { enabled: enough && olds, keep: true });
  const places = placesFor(may).filter(({ label }) => text !== "" && label.includes(text));
  const found = enough ? (tickets.data?.rows ?? []) : [];
  const homes = enough && finds ? (households.data ?? []).slice(0, HOUSEHOLDS) : [];
  const oldOnes = enough && olds ? (old.data ?? []).slice(0, HOUSEHOLDS) : [];
  // What a screen reader says of each is its value, so that is words, and the way there is looked up.
  const ways = new Map<string, string>();
  const way = (said: string, to: string) => (ways.set(said, to), said);
  const groups = [
    { label: "页面", options: places.map(({ path, label, icon }) => ({ value: way(label, path), label: <Flex gap={8}>{icon}{label}</Flex> })) },
    {
      label: steps.length > 0 ? `工单：办理“${inWords({ text, steps })}”` : "工单",
      options: found.map((row) => ({ value: way(`工单${row.number}，${words.Stage[row.stage]}，${row.name}`, ticketAt(row.id, steps)), label: <Ticket row={row} /> })),
    },
    { label: "用户档案", options: homes.map((one) => ({ value: way(`用户${named(one)}`, `/household/${one.id}`), label: <Found customer={one} /> })) },
    { label: "旧工单", options: oldOnes.map((one) => ({ value: way(`旧工单${one.ticket.number}，${one.ticket.ledger}`, `/old/${one.id}`), label: <Old row={one} /> })) },
  ].filter(({ options }) => options.length > 0);
  const go = (to: string) => {
    close();
    void navigate(to);
  };
  const stale = tickets.isPlaceholderData || tickets.isFetching || (finds && (households.isPlaceholderData || households.isFetching)) || (olds && (old.isPlaceholderData || old.isFetching));
  /** Whoever types faster than the rows come means those of what was typed, and not what is shown still. */
  const first = async () => {
    const { rows } = await ask(client, "ticket_list", query);
    const home = rows[0] || !finds ? undefined : (await ask(client, "customer_find", { text }))[0];
    const before = rows[0] || home || !olds ? undefined : (await ask(client, "old_ticket_find", { number: text }))[0];
    const to = rows[0] ? ticketAt(rows[0].id, steps) : home ? `/household/${home.id}` : before && `/old/${before.id}`;
    if (to) go(to);
  };
  const error = tickets.error ?? households.error ?? old.error;
  const nothing = !enough ? "请输入两个以上的字或数字。" : stale ? "正在查找……" : "没有找到，请换一种说法，如单号或电话的后四位。";
  return (
    <Modal open title="快速查找" width={WIDE} footer={null} onCancel={close}>
      {error && <Failed error={error} again={() => void tickets.refetch()} />}
      <AutoComplete
        autoFocus
        value={typed}
        style={{ width: "100%" }}
        options={groups}
        showSearch={{ onSearch: setTyped, filterOption: false }}
        onActive={setActive}
        onSelect={(said: string) => go(ways.get(said) ?? "")}
        notFoundContent={typed ? nothing : null}
        listHeight={380}
        // As wide as the field will be: whoever types at once does so while the dialog still grows.
        popupMatchSelectWidth={WIDE - 48}
        defaultActiveFirstOption
        onInputKeyDown={(event) => {
          // One key leaves: there is nothing here to keep but what was looked for.
          if (event.key === "Escape" && !composing(event)) return close();
          if (event.key !== "Enter" || event.ctrlKey) return;
          event.stopPropagation();
          if (!entered(event)) return;
          event.preventDefault();
          const on = ways.get(String(active)) ?? [...ways.values()][0];
          if (places.length > 0 || !enough || !stale) {
            if (on) go(on);
          } else void first().catch(() => undefined);
        }}
      >
        <Input.Search aria-label="快速查找" placeholder="单号后几位、电话、姓名、地址或页面名称" size="large" enterButton={false} allowClear />
      </AutoComplete>
      <p className="quiet told" style={{ margin: "10px 0 0" }}>
        ↑ ↓ 选择，回车打开。先写步骤再写单号，如“到 0012”“派 0012”，可直接填写该步骤。
      </p>
    </Modal>
  );
}

const inWords = ({ steps }: Meant) => steps.map((step) => words.Step[step]).join("、");

function Ticket({ row }: { row: TicketRow }) {
  return (
    <div style={{ whiteSpace: "normal" }}>
      <Flex gap={6} align="center" wrap>
        <b className="number">{row.number}</b>
        <ServiceTag service={row.service} />
        <StageTag stage={row.stage} />
        {row.name && <span>{row.name}</span>}
        {row.urges > 0 && <Mark colour="orange">催 {row.urges}</Mark>}
      </Flex>
      <div className="quiet">{[row.address || row.community, row.summary].filter(Boolean).join("　")}</div>
    </div>
  );
}

function Old({ row: { ticket } }: { row: OldTicketRow }) {
  return (
    <div style={{ whiteSpace: "normal" }}>
      <Flex gap={6} align="center" wrap>
        <b className="number">{ticket.number}</b>
        <OldMark />
        <span>{kindOf(ticket)}</span>
        <span className="number">{when(ticket.reported_at)}</span>
        {ticket.name && <span>{ticket.name}</span>}
      </Flex>
      <div className="quiet">{[ticket.address, ticket.description].filter(Boolean).join("　")}</div>
    </div>
  );
}
