// 工单列表: filters, search, page after page.
import { useQueryClient } from "@tanstack/react-query";
import { Card, Checkbox, DatePicker, Flex, Input, Segmented, Select, Tag } from "antd";
import { useState } from "react";
import { useNavigate, useSearchParams } from "react-router";
import { usePages } from "../call/pages";
import { ask, useRead } from "../call/use";
import { useMay } from "../desk/state";
import type { ServiceKind, Stage, TicketList, TicketRow, Todo } from "../gen/wire";
import { Page } from "../part/page";
import { Paged } from "../part/paged";
import { openRow } from "../part/row";
import { options, words } from "../text/options";
import { fromPicker, toPicker } from "../time/shanghai";
import { useAround, type Further } from "./around";
import { columns, ROOM } from "./columns";
import { Selected, selecting, useSelection } from "./selection";
import { isService, STAGES } from "./service";

const PAGE = 50;

const serviceOf = (search: URLSearchParams): ServiceKind | null => {
  const service = search.get("service");
  return isService(service) ? service : null;
};

/** The stages asked for; of a service only those it has. */
function stagesOf(search: URLSearchParams): Stage[] {
  const service = serviceOf(search);
  const known = (stage: string): stage is Stage => stage in words.Stage;
  return search.getAll("stage").filter((stage): stage is Stage => known(stage) && (!service || STAGES[service].includes(stage)));
}

const isTodo = (todo: string | null): todo is Todo => todo !== null && todo in words.Todo;

/** The filters, out of the address, so that going back finds the same list. */
export function filtersOf(search: URLSearchParams): TicketList {
  const text = search.get("text")?.trim();
  const number = (name: string) => (search.get(name) ? Number(search.get(name)) : null);
  const service = serviceOf(search);
  const stages = stagesOf(search);
  return {
    limit: PAGE,
    order: search.get("order") === "deadline" ? "deadline" : "newest",
    only_open: search.get("open") === "1",
    overdue: search.get("overdue") === "1",
    stages,
    ...(text ? { text } : {}),
    ...(isTodo(search.get("todo")) ? { todo: search.get("todo") as Todo } : {}),
    ...(service ? { service } : {}),
    ...(search.get("crew") ? { crew: search.get("crew") } : {}),
    ...(search.get("community") ? { community: search.get("community") } : {}),
    ...(search.get("channel") ? { channel: search.get("channel") as TicketList["channel"] } : {}),
    ...(search.get("area") ? { area: search.get("area") as TicketList["area"] } : {}),
    ...(number("from") !== null ? { from: number("from") } : {}),
    ...(number("to") !== null ? { to: number("to") } : {}),
  };
}

export function Tickets() {
  const [search, setSearch] = useSearchParams();
  const navigate = useNavigate();
  const may = useMay();
  const filters = filtersOf(search);
  const list = usePages("ticket_list", filters);
  useAround(list.rows, useFurther(filters, list.data?.pages.at(-1)?.next ?? null));
  const selection = useSelection(search.toString());
  return (
    <Page title="工单列表">
      <Card size="small" style={{ marginBottom: 12 }}>
        <Filters search={search} change={setSearch} />
      </Card>
      <Selected selection={selection} rows={list.rows} />
      <Paged<TicketRow>
        list={list}
        rowKey="id"
        columns={columns}
        scroll={ROOM}
        rowSelection={may("ticket_print_many") ? selecting(selection) : undefined}
        onRow={(row) => openRow(() => void navigate(`/ticket/${row.id}`), `工单 ${row.number}`)}
        empty="没有符合条件的工单。请减少筛选条件，或换两个以上的字查找。"
      />
    </Page>
  );
}

/** How the list goes on, for whoever walks through it ticket by ticket. */
function useFurther(filters: TicketList, after: string | null): Further | null {
  const client = useQueryClient();
  if (after === null) return null;
  const read = async (from: string) => {
    const { rows, next } = await ask(client, "ticket_list", { ...filters, after: from });
    return { ids: rows.map(({ id }) => id), next };
  };
  return { after, read };
}

interface FilterProps {
  search: URLSearchParams;
  change: (search: URLSearchParams) => void;
}

function Filters({ search, change }: FilterProps) {
  const settings = useRead("settings_get", {});
  const [text, setText] = useState(search.get("text") ?? "");
  const put = (pairs: Record<string, string | string[] | null | undefined>) => {
    const next = new URLSearchParams(search);
    for (const [name, value] of Object.entries(pairs)) {
      next.delete(name);
      [value].flat().forEach((one) => one && next.append(name, one));
    }
    change(next);
  };
  const instant = (name: string) => {
    const at = Number(search.get(name));
    return at ? toPicker(at) : null;
  };
  const crews = (settings.data?.settings.crews ?? []).map(({ name }) => ({ value: name, label: name }));
  const service = serviceOf(search);
  const stages = service ? STAGES[service].map((value) => ({ value, label: words.Stage[value] })) : options(words.Stage);
  const pick = (name: string, placeholder: string, choices: { value: string; label: string }[]) => (
    <Select
      allowClear
      aria-label={placeholder}
      placeholder={placeholder}
      value={search.get(name)}
      options={choices}
      onChange={(value: string | undefined) => put({ [name]: value })}
      style={{ minWidth: 116 }}
    />
  );
  return (
    <Flex gap={8} wrap align="center">
      <Input.Search
        aria-label="查找工单"
        placeholder="单号、姓名、电话后几位、户号、工单上的任何文字"
        value={text}
        allowClear
        onChange={(event) => setText(event.target.value)}
        onSearch={(value, event) => {
          // Enter that chooses a word of an input method is not a search.
          const native = event && "nativeEvent" in event ? (event.nativeEvent as { isComposing?: boolean }) : null;
          if (!native?.isComposing) put({ text: value.trim() });
        }}
        style={{ width: 300 }}
      />
      {pick("service", "服务", options(words.ServiceKind))}
      <Select
        mode="multiple"
        allowClear
        aria-label="环节"
        placeholder="环节"
        value={stagesOf(search)}
        options={stages}
        onChange={(stage: string[]) => put({ stage })}
        maxTagCount={1}
        style={{ minWidth: 150 }}
      />
      {pick("todo", "待办事项", options(words.Todo))}
      {pick("channel", "接报渠道", options(words.Channel))}
      {pick("area", "区域", options(words.Area))}
      {pick("crew", "班组", crews)}
      {search.get("community") && (
        <Tag closable onClose={() => put({ community: null })} style={{ margin: 0 }}>
          小区：{search.get("community")}
        </Tag>
      )}
      <DatePicker.RangePicker
        value={[instant("from"), instant("to")?.subtract(1, "day") ?? null]}
        placeholder={["接报自", "至"]}
        allowEmpty={[true, true]}
        onChange={(range) =>
          put({
            from: range?.[0] ? String(fromPicker(range[0].startOf("day"))) : null,
            to: range?.[1] ? String(fromPicker(range[1].startOf("day").add(1, "day"))) : null,
          })
        }
        style={{ width: 240 }}
      />
      <Checkbox checked={search.get("open") === "1"} onChange={(e) => put({ open: e.target.checked ? "1" : null })}>
        只看办理中
      </Checkbox>
      <Checkbox checked={search.get("overdue") === "1"} onChange={(e) => put({ overdue: e.target.checked ? "1" : null })}>
        只看超时
      </Checkbox>
      <Segmented
        value={search.get("order") === "deadline" ? "deadline" : "newest"}
        options={[
          { value: "newest", label: "最新在前" },
          { value: "deadline", label: "先到期在前" },
        ]}
        onChange={(order) => put({ order })}
      />
    </Flex>
  );
}
