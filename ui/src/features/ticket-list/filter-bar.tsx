// The filters: those of every day in sight, the others in 更多筛选; what is filtered by, as tags that can be taken away.
import { DownOutlined, UpOutlined } from "@ant-design/icons";
import { AutoComplete, Button, Card, Checkbox, DatePicker, Flex, Input, Select, Tag } from "antd";
import { useRef, useState, type RefObject } from "react";
import type { InputRef } from "antd";
import { useRead } from "../../api/use-command";
import { useDesk } from "../../session/desk-state";
import { toSelectOptions, words } from "../../shared/text/options";
import { fromPicker, toPicker } from "../../shared/time/shanghai";
import { SERVICE_STAGES } from "../../shared/ticket/service";
import { listActiveFilters, clearFilters, readMarkFilter, CHOICE_FILTERS, FLAG_FILTERS, replaceSearchPairs, RECEIVED_RANGES, readReceivedRange, readServiceFilter, RANGE_FILTERS, readStageFilter, NAME_FILTERS, type ChoiceFilter, type FlagFilter, type SearchPairs, type RangeFilter, type NameFilter } from "./filters";

interface Props {
  search: URLSearchParams;
  change: (search: URLSearchParams) => void;
}

interface BarProps extends Props {
  box: RefObject<InputRef | null>;
  /** ↓ in the box leads to what was found. */
  down: () => void;
}

const MORE: readonly ChoiceFilter[] = ["todo", "channel", "area", "fault", "acknowledged", "follow_up"];

export function FilterBar({ search, change, box, down }: BarProps) {
  const settings = useRead("settings_get", {});
  const [more, setMore] = useState(false);
  const service = readServiceFilter(search);
  const stages = service ? SERVICE_STAGES[service].map((value) => ({ value, label: words.Stage[value] })) : toSelectOptions(words.Stage);
  const crews = (settings.data?.settings.crews ?? []).map(({ name }) => ({ value: name, label: name }));
  const set = (pairs: SearchPairs) => change(replaceSearchPairs(search, pairs));
  return (
    <Card size="small" className="filters" role="search" aria-label="筛选">
      <Flex gap={8} wrap align="center">
        <Find search={search} change={change} box={box} down={down} />
        <Pick name="service" search={search} change={change} />
        <Select
          mode="multiple"
          allowClear
          aria-label="环节"
          placeholder="环节"
          value={readStageFilter(search)}
          options={stages}
          onChange={(stage: string[]) => set({ stage })}
          maxTagCount={1}
          style={{ minWidth: 138 }}
        />
        <Select allowClear popupMatchSelectWidth={false} aria-label="班组" placeholder="班组" value={search.get("crew")} options={crews} onChange={(crew: string | undefined) => set({ crew })} style={{ minWidth: 104 }} />
        <Days span={RANGE_FILTERS[0]} search={search} change={change} />
        {(["open", "overdue"] as const).map((name) => (
          <Yes key={name} name={name} search={search} change={change} />
        ))}
        <Button type="link" aria-expanded={more} aria-controls="more-filters" icon={more ? <UpOutlined /> : <DownOutlined />} iconPlacement="end" style={{ padding: 0 }} onClick={() => setMore(!more)}>
          更多筛选
        </Button>
      </Flex>
      {more && <More search={search} change={change} />}
      <Tags search={search} change={change} />
    </Card>
  );
}

/** What stands in a box: what the address says, or what is being typed. */
function useTyped(asked: string) {
  const [text, setText] = useState(asked);
  const [last, setLast] = useState(asked);
  // The address may change while somebody types already: what they typed stays.
  if (asked !== last) {
    setLast(asked);
    if (text === last) setText(asked);
  }
  return [text, setText] as const;
}

function Find({ search, change, box, down }: BarProps) {
  const [text, setText] = useTyped(search.get("text") ?? "");
  return (
    <Input.Search
      ref={box}
      aria-label="查找工单"
      placeholder="单号、姓名、电话等"
      value={text}
      allowClear
      onChange={(event) => setText(event.target.value)}
      onKeyDown={(event) => {
        if (event.key !== "ArrowDown" || event.nativeEvent.isComposing) return;
        event.preventDefault();
        down();
      }}
      onSearch={(value, event) => {
        // Enter that chooses a word of an input method is not a search.
        const native = event && "nativeEvent" in event ? (event.nativeEvent as { isComposing?: boolean }) : null;
        if (!native?.isComposing) change(replaceSearchPairs(search, { text: value.trim() }));
      }}
      style={{ flex: "1 1 196px", maxWidth: 330 }}
    />
  );
}

function Pick({ name, search, change }: Props & { name: ChoiceFilter }) {
  const { label, words: all } = CHOICE_FILTERS[name];
  const value = search.get(name);
  return (
    <Select
      allowClear
      aria-label={label}
      placeholder={label}
      value={value !== null && value in all ? value : null}
      options={toSelectOptions(all as Record<string, string>)}
      onChange={(picked: string | undefined) => change(replaceSearchPairs(search, { [name]: picked }))}
      style={{ minWidth: 112 }}
    />
  );
}

function Yes({ name, search, change }: Props & { name: FlagFilter }) {
  return (
    <Checkbox checked={search.get(name) === "1"} onChange={({ target }) => change(replaceSearchPairs(search, { [name]: target.checked ? "1" : null }))}>
      {FLAG_FILTERS[name]}
    </Checkbox>
  );
}

function Days({ span: { from, to, label }, search, change }: Props & { span: RangeFilter }) {
  // The last day is the one just before the end, be that midnight or, where a chart led to an hour, any time of it.
  const instant = (name: string, earlier = 0) => {
    const at = Number(search.get(name));
    return at ? toPicker(at - earlier) : null;
  };
  return (
    <DatePicker.RangePicker
      value={[instant(from), instant(to, 1)]}
      placeholder={[`${label}自`, "至"]}
      allowEmpty={[true, true]}
      onChange={(range) =>
        change(
          replaceSearchPairs(search, {
            ...(from === "from" ? { received: null } : {}),
            [from]: range?.[0] ? String(fromPicker(range[0].startOf("day"))) : null,
            [to]: range?.[1] ? String(fromPicker(range[1].startOf("day").add(1, "day"))) : null,
          }),
        )
      }
      style={{ width: 228 }}
    />
  );
}

interface NamedProps extends Props {
  name: NameFilter;
  /** Suggested while somebody types. */
  known: readonly string[];
}

function Named({ name, known, search, change }: NamedProps) {
  const asked = search.get(name) ?? "";
  const [text, setText] = useTyped(asked);
  const active = useRef<unknown>(null);
  const take = (value = "") => {
    if (value.trim() !== asked) change(replaceSearchPairs(search, { [name]: value.trim() }));
  };
  return (
    <AutoComplete
      aria-label={NAME_FILTERS[name]}
      placeholder={`${NAME_FILTERS[name]}全名`}
      value={text}
      allowClear
      options={known.map((value) => ({ value }))}
      showSearch={{ filterOption: true }}
      defaultActiveFirstOption={false}
      onChange={(value: string | undefined) => setText(value ?? "")}
      onActive={(value) => (active.current = value ?? null)}
      onSelect={(value?: string) => take(value)}
      onClear={take}
      onBlur={() => take(text)}
      onKeyDown={({ key, nativeEvent }) => {
        // A suggestion that is marked is taken by the list itself.
        if (key === "Enter" && !nativeEvent.isComposing && active.current === null) take(text);
      }}
      style={{ width: 150 }}
    />
  );
}

function More({ search, change }: Props) {
  const settings = useRead("settings_get", {});
  const { person } = useDesk();
  return (
    <Flex id="more-filters" role="group" aria-label="更多筛选" gap={8} wrap align="center" className="more-filters">
      {MORE.map((name) => (
        <Pick key={name} name={name} search={search} change={change} />
      ))}
      <Select
        allowClear
        aria-label="接报日期"
        placeholder="接报日期"
        value={readReceivedRange(search)}
        options={toSelectOptions(RECEIVED_RANGES)}
        onChange={(received: string | undefined) => change(replaceSearchPairs(search, { received, from: null, to: null }))}
        style={{ minWidth: 112 }}
      />
      <Named name="community" known={settings.data?.settings.communities ?? []} search={search} change={change} />
      <Named name="first_receiver" known={person ? [person.name] : []} search={search} change={change} />
      <Select
        mode="multiple"
        allowClear
        aria-label="工单标记"
        placeholder="工单标记（须全部具备）"
        value={readMarkFilter(search)}
        options={toSelectOptions(words.TicketMark)}
        onChange={(mark: string[]) => change(replaceSearchPairs(search, { mark }))}
        maxTagCount={2}
        style={{ minWidth: 220 }}
      />
      {RANGE_FILTERS.slice(1).map((span) => (
        <Days key={span.from} span={span} search={search} change={change} />
      ))}
      <Yes name="unsigned" search={search} change={change} />
    </Flex>
  );
}

function Tags({ search, change }: Props) {
  const active = listActiveFilters(search);
  if (active.length === 0) return null;
  return (
    <Flex gap={6} wrap align="center" role="group" aria-label="当前筛选" className="active-filters">
      {active.map(({ label, without }) => (
        <Tag key={label} closable={{ "aria-label": `取消筛选：${label}` }} onClose={(event) => (event.preventDefault(), change(without))} style={{ margin: 0 }}>
          {label}
        </Tag>
      ))}
      <Button type="link" size="small" onClick={() => change(clearFilters(search))}>
        清除全部
      </Button>
    </Flex>
  );
}
