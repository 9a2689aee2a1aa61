// The filters: those of every day in sight, the others in 更多筛选; what is filtered by, as tags that can be taken away.
import { DownOutlined, UpOutlined } from "@ant-design/icons";
import { AutoComplete, Button, Card, Checkbox, DatePicker, Flex, Input, Select, Tag } from "antd";
import { useRef, useState, type RefObject } from "react";
import type { InputRef } from "antd";
import { useRead } from "../../call/use";
import { useDesk } from "../../desk/state";
import { options, words } from "../../text/options";
import { fromPicker, toPicker } from "../../time/shanghai";
import { STAGES } from "../service";
import { activeOf, cleared, marksOf, ONE, ONLY, put, RECEIVED, receivedOf, serviceOf, SPANS, stagesOf, WHOLE, type One, type Only, type Pairs, type Span, type Whole } from "./filters";

interface Props {
  search: URLSearchParams;
  change: (search: URLSearchParams) => void;
}

interface BarProps extends Props {
  box: RefObject<InputRef | null>;
  /** ↓ in the box leads to what was found. */
  down: () => void;
}

const MORE: readonly One[] = ["todo", "channel", "area", "fault", "acknowledged", "follow_up"];

export function FilterBar({ search, change, box, down }: BarProps) {
  const settings = useRead("settings_get", {});
  const [more, setMore] = useState(false);
  const service = serviceOf(search);
  const stages = service ? STAGES[service].map((value) => ({ value, label: words.Stage[value] })) : options(words.Stage);
  const crews = (settings.data?.settings.crews ?? []).map(({ name }) => ({ value: name, label: name }));
  const set = (pairs: Pairs) => change(put(search, pairs));
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
          value={stagesOf(search)}
          options={stages}
          onChange={(stage: string[]) => set({ stage })}
          maxTagCount={1}
          style={{ minWidth: 138 }}
        />
        <Select allowClear popupMatchSelectWidth={false} aria-label="班组" placeholder="班组" value={search.get("crew")} options={crews} onChange={(crew: string | undefined) => set({ crew })} style={{ minWidth: 104 }} />
        <Days span={SPANS[0]} search={search} change={change} />
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
        if (!native?.isComposing) change(put(search, { text: value.trim() }));
      }}
      style={{ flex: "1 1 196px", maxWidth: 330 }}
    />
  );
}

function Pick({ name, search, change }: Props & { name: One }) {
  const { label, words: all } = ONE[name];
  const value = search.get(name);
  return (
    <Select
      allowClear
      aria-label={label}
      placeholder={label}
      value={value !== null && value in all ? value : null}
      options={options(all as Record<string, string>)}
      onChange={(picked: string | undefined) => change(put(search, { [name]: picked }))}
      style={{ minWidth: 112 }}
    />
  );
}

function Yes({ name, search, change }: Props & { name: Only }) {
  return (
    <Checkbox checked={search.get(name) === "1"} onChange={({ target }) => change(put(search, { [name]: target.checked ? "1" : null }))}>
      {ONLY[name]}
    </Checkbox>
  );
}

function Days({ span: { from, to, label }, search, change }: Props & { span: Span }) {
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
          put(search, {
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
  name: Whole;
  /** Suggested while somebody types. */
  known: readonly string[];
}

function Named({ name, known, search, change }: NamedProps) {
  const asked = search.get(name) ?? "";
  const [text, setText] = useTyped(asked);
  const active = useRef<unknown>(null);
  const take = (value = "") => {
    if (value.trim() !== asked) change(put(search, { [name]: value.trim() }));
  };
  return (
    <AutoComplete
      aria-label={WHOLE[name]}
      placeholder={`${WHOLE[name]}全名`}
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
        value={receivedOf(search)}
        options={options(RECEIVED)}
        onChange={(received: string | undefined) => change(put(search, { received, from: null, to: null }))}
        style={{ minWidth: 112 }}
      />
      <Named name="community" known={settings.data?.settings.communities ?? []} search={search} change={change} />
      <Named name="first_receiver" known={person ? [person.name] : []} search={search} change={change} />
      <Select
        mode="multiple"
        allowClear
        aria-label="工单标记"
        placeholder="工单标记（须全部具备）"
        value={marksOf(search)}
        options={options(words.TicketMark)}
        onChange={(mark: string[]) => change(put(search, { mark }))}
        maxTagCount={2}
        style={{ minWidth: 220 }}
      />
      {SPANS.slice(1).map((span) => (
        <Days key={span.from} span={span} search={search} change={change} />
      ))}
      <Yes name="unsigned" search={search} change={change} />
    </Flex>
  );
}

function Tags({ search, change }: Props) {
  const active = activeOf(search);
  if (active.length === 0) return null;
  return (
    <Flex gap={6} wrap align="center" role="group" aria-label="当前筛选" className="active-filters">
      {active.map(({ label, without }) => (
        <Tag key={label} closable={{ "aria-label": `取消筛选：${label}` }} onClose={(event) => (event.preventDefault(), change(without))} style={{ margin: 0 }}>
          {label}
        </Tag>
      ))}
      <Button type="link" size="small" onClick={() => change(cleared(search))}>
        清除全部
      </Button>
    </Flex>
  );
}
