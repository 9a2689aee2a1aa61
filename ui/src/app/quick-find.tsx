// 快速查找: one box from anywhere, for a ticket, a household, an old ticket by its number or a page; a step's word before a number
// opens its form at once, as when a crew phones: 到 0012.
import { useQueryClient } from "@tanstack/react-query";
import { Flex, Modal } from "antd";
import { memo, useState } from "react";
import { useNavigate } from "react-router";
import { runCommand, prefetchCommand, useRead } from "../api/use-command";
import { MIN_SEARCH_LENGTH, CustomerMatch, describeCustomer as named } from "../features/customers/customer-finder";
import type { OldTicketRow, TicketRow } from "../gen/wire";
import { words } from "../gen/words";
import { describeOldTicketKind, OldTicketMark } from "../features/past-tickets/old-ticket-mark";
import { formatOldTicketTime } from "../features/past-tickets/old-ticket-time";
import { ColourTag } from "../shared/look/colour-tag";
import { FailureAlert } from "../shared/dialogs/refusal";
import { SuggestBox } from "../shared/text/suggest-box";
import type { CommandName, CommandRequest } from "../api/platform";
import { ServiceTag, StageTag } from "../shared/ticket/stage";
import { listMenuPlaces } from "../session/menu";
import { isTicketNumberPart, parseQuickFind, toTicketAddress, mergeMatches, type QuickFindQuery } from "../features/ticket/quick-find-query";
import { useDesk } from "../session/desk-state";

const TICKETS = 8;
const HOUSEHOLDS = 5;

/** What is asked for by what is typed; nothing where nobody may, or where it cannot be meant. */
function asked(typed: string, may: readonly string[]) {
  const { text, steps } = parseQuickFind(typed);
  const enough = text.length >= MIN_SEARCH_LENGTH;
  const lists = enough && may.includes("ticket_list");
  const others = enough && steps.length === 0;
  return {
    text,
    steps,
    enough,
    tickets: { request: { text, limit: TICKETS }, enabled: lists },
    numbered: { request: { number: text, limit: TICKETS }, enabled: lists && isTicketNumberPart(text) },
    households: { request: { text }, enabled: others && may.includes("customer_find") },
    old: { request: { number: text }, enabled: others && may.includes("old_ticket_find") },
  };
}

/** Reads it where it may be meant; the last answer is shown until the next one comes. */
function useAsked<N extends CommandName>(name: N, { request, enabled }: { request: CommandRequest<N>; enabled: boolean }) {
  const { data, error, isPlaceholderData, isFetching, refetch } = useRead(name, request, { enabled, keep: true });
  return { data: enabled ? data : undefined, stale: enabled && (isPlaceholderData || isFetching), error, refetch };
}

export function QuickFind({ close }: { close: () => void }) {
  const { may } = useDesk();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [typed, setTyped] = useState("");
  const sought = asked(typed, may);
  const { text, steps, enough } = sought;
  const tickets = useAsked("ticket_list", sought.tickets);
  const numbered = useAsked("ticket_list", sought.numbered);
  const households = useAsked("customer_find", sought.households);
  const old = useAsked("old_ticket_find", sought.old);
  const type = (typed: string) => {
    setTyped(typed);
    // Asked before the letter itself is drawn: the answers are on their way meanwhile.
    const { tickets, numbered, households, old } = asked(typed, may);
    if (tickets.enabled) void prefetchCommand(client, "ticket_list", tickets.request);
    if (numbered.enabled) void prefetchCommand(client, "ticket_list", numbered.request);
    if (households.enabled) void prefetchCommand(client, "customer_find", households.request);
    if (old.enabled) void prefetchCommand(client, "old_ticket_find", old.request);
  };
  const places = listMenuPlaces(may).filter(({ label }) => text !== "" && label.includes(text));
  const found = mergeMatches(numbered.data?.rows ?? [], tickets.data?.rows ?? [], TICKETS);
  const homes = (households.data ?? []).slice(0, HOUSEHOLDS);
  const oldOnes = (old.data ?? []).slice(0, HOUSEHOLDS);
  // Each is known by where it leads.
  const groups = [
    { label: "页面", choices: places.map(({ path, label, icon }) => ({ key: path, said: label, shown: <Flex gap={8}>{icon}{label}</Flex> })) },
    {
      label: steps.length > 0 ? `工单：办理“${inWords({ text, steps })}”` : "工单",
      choices: found.map((row) => ({ key: toTicketAddress(row.id, steps), said: `工单${row.number}，${words.Stage[row.stage]}，${row.name}`, shown: <Ticket row={row} /> })),
    },
    { label: "用户档案", choices: homes.map((one) => ({ key: `/household/${one.id}`, said: `用户${named(one)}`, shown: <CustomerMatch customer={one} /> })) },
    { label: "旧工单", choices: oldOnes.map((one) => ({ key: `/old/${one.id}`, said: `旧工单${one.ticket.number}，${one.ticket.ledger}`, shown: <Old row={one} /> })) },
  ].filter(({ choices }) => choices.length > 0);
  const go = (to: string) => {
    close();
    void navigate(to);
  };
  const stale = [tickets, numbered, households, old].some(({ stale }) => stale);
  /** Whoever types faster than the rows come means those of what was typed, and not what is shown still. */
  const first = async () => {
    const lists = [sought.numbered, sought.tickets].filter(({ enabled }) => enabled);
    const rows = (await Promise.all(lists.map(({ request }) => runCommand(client, "ticket_list", request)))).flatMap(({ rows }) => rows);
    const home = rows[0] || !sought.households.enabled ? undefined : (await runCommand(client, "customer_find", sought.households.request))[0];
    const before = rows[0] || home || !sought.old.enabled ? undefined : (await runCommand(client, "old_ticket_find", sought.old.request))[0];
    const to = rows[0] ? toTicketAddress(rows[0].id, steps) : home ? `/household/${home.id}` : before && `/old/${before.id}`;
    if (to) go(to);
  };
  const failed = [tickets, numbered, households, old].filter(({ error }) => error);
  const nothing = !enough ? "请输入两个以上的字或数字。" : stale ? "正在查找……" : "没有找到，请换一种说法，如单号或电话的后四位。";
  return (
    <Modal open title="快速查找" width={680} footer={null} onCancel={close}>
      {failed[0]?.error && <FailureAlert error={failed[0].error} again={() => failed.forEach((read) => void read.refetch())} />}
      <SuggestBox
        label="快速查找"
        placeholder="单号后几位、电话、姓名、地址或页面名称"
        typed={typed}
        type={type}
        found={groups}
        nothing={nothing}
        choose={go}
        enter={(on) => {
          if (places.length > 0 || !enough || !stale) {
            if (on !== null) go(on);
          } else void first().catch(() => undefined);
        }}
        // One key leaves: there is nothing here to keep but what was looked for.
        leave={close}
        autoFocus
        within
      />
      <p className="quiet told" style={{ margin: "10px 0 0" }}>
        ↑ ↓ 选择，回车打开。先写步骤再写单号，如“到 0012”“派 0012”，可直接填写该步骤。
      </p>
    </Modal>
  );
}

const inWords = ({ steps }: QuickFindQuery) => steps.map((step) => words.StepKind[step]).join("、");

/** Four answers come to a letter, each on its own: what one of them leaves as it was is not drawn again. */
const Ticket = memo(function Ticket({ row }: { row: TicketRow }) {
  return (
    <div style={{ whiteSpace: "normal" }}>
      <Flex gap={6} align="center" wrap>
        <b className="number">{row.number}</b>
        <ServiceTag service={row.service} />
        <StageTag stage={row.stage} />
        {row.name && <span>{row.name}</span>}
        {row.urges > 0 && <ColourTag colour="orange">催 {row.urges}</ColourTag>}
      </Flex>
      <div className="quiet">{[row.address || row.community, row.summary].filter(Boolean).join("　")}</div>
    </div>
  );
});

const Old = memo(function Old({ row: { ticket } }: { row: OldTicketRow }) {
  return (
    <div style={{ whiteSpace: "normal" }}>
      <Flex gap={6} align="center" wrap>
        <b className="number">{ticket.number}</b>
        <OldTicketMark />
        <span>{describeOldTicketKind(ticket)}</span>
        <span className="number">{formatOldTicketTime(ticket.reported_at)}</span>
        {ticket.name && <span>{ticket.name}</span>}
      </Flex>
      <div className="quiet">{[ticket.address, ticket.description].filter(Boolean).join("　")}</div>
    </div>
  );
});
