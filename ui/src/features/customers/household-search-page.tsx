// 用户档案: one field that finds households with every letter, and a new one. The address holds what was typed, so that going
// back finds the same rows.
import { PlusOutlined, SearchOutlined, UploadOutlined } from "@ant-design/icons";
import { Button, Card, Empty, Input, Table, Tag, type InputRef } from "antd";
import { useEffect, useRef, useState, type KeyboardEvent } from "react";
import { useLocation, useNavigate, useSearchParams } from "react-router";
import { useQueryClient } from "@tanstack/react-query";
import { runCommand, useRead } from "../../api/use-command";
import { useDesk, useMay } from "../../session/desk-state";
import type { Customer, Household } from "../../gen/wire";
import { words } from "../../gen/words";
import { OLD_TICKET_IMPORT } from "../past-tickets";
import { useHotkeys, type Hotkey } from "../../shared/keyboard/hotkeys";
import { isComposingText, isEnterKey } from "../../shared/keyboard/key-events";
import { PageLayout } from "../../shared/look/page-layout";
import { FailureAlert } from "../../shared/dialogs/refusal";
import { ENTER_LIST_KEY, buildListRowProps } from "../../shared/table/row-navigation";
import { ImportDrawer, type ImportKind } from "../sheet-import";
import { HouseholdForm } from "./household-form";
import { HOUSEHOLD_IMPORT } from "./household-import";
import { MAX_CUSTOMER_MATCHES } from "../../shared/customer/household-values";

/** As many letters as it takes to look. */
const LEAST = 2;
/** In the history of the window: this address was typed here, and nobody asked for the page anew. */
const TYPED = { typed: true };

export function HouseholdSearchPage() {
  const navigate = useNavigate();
  const may = useMay();
  const { masked } = useDesk();
  const adds = may("customer_save") && !masked;
  const imports = [
    { kind: HOUSEHOLD_IMPORT, key: "Alt+I" },
    { kind: OLD_TICKET_IMPORT, key: "Alt+O" },
  ].filter(({ kind }) => may(`${kind.name}_sheet_import`) && !masked);
  const [adding, setAdding] = useState(false);
  const [importing, setImporting] = useState<ImportKind | null>(null);
  const open = ({ id }: Customer) => void navigate(`/household/${id}`);
  const add = () => setAdding(true);
  useHotkeys([
    ...(adds ? [{ press: "Alt+N", does: "添加用户", group: "本页", run: add } satisfies Hotkey] : []),
    ...imports.map(({ kind, key }): Hotkey => ({ press: key, does: `导入${kind.what}`, group: "本页", run: () => setImporting(kind) })),
  ]);
  return (
    <PageLayout
      title="用户档案"
      extra={
        <>
          {imports.map(({ kind, key }) => (
            <Button key={kind.name} icon={<UploadOutlined />} onClick={() => setImporting(kind)}>
              导入{kind.what} <kbd className="key">{key}</kbd>
            </Button>
          ))}
          {adds && (
            <Button icon={<PlusOutlined />} onClick={add}>
              添加用户 <kbd className="key">Alt+N</kbd>
            </Button>
          )}
        </>
      }
    >
      <Search open={open} add={adds ? add : undefined} />
      {adding && <HouseholdForm customer={null} close={() => setAdding(false)} done={open} />}
      {importing && <ImportDrawer kind={importing} close={() => setImporting(null)} />}
    </PageLayout>
  );
}

function Search({ open, add }: { open: (customer: Customer) => void; add: (() => void) | undefined }) {
  const [search, change] = useSearchParams();
  const { key: asked, state } = useLocation();
  const client = useQueryClient();
  const [typed, setTyped] = useState(search.get("text") ?? "");
  // Whoever asks for the page again, by its key or in the menu, begins anew.
  const [seen, setSeen] = useState(asked);
  if (seen !== asked && !(state as typeof TYPED | null)?.typed) {
    setSeen(asked);
    setTyped(search.get("text") ?? "");
  }
  const box = useRef<InputRef>(null);
  const rows = useRef<HTMLDivElement>(null);
  const text = typed.trim();
  const enough = text.length >= LEAST;
  const found = useRead("customer_find", { text }, { enabled: enough, keep: true });
  const customers = enough ? (found.data ?? []) : [];
  const fresh = enough && found.isSuccess && !found.isPlaceholderData;

  useEffect(() => box.current?.focus({ cursor: "all" }), [seen]);
  useHotkeys([
    { press: "F", does: "查找用户", group: "本页", run: () => box.current?.focus({ cursor: "all" }) },
    ENTER_LIST_KEY,
    { press: "↑ ↓", does: "在查到的用户中移动", group: "本页" },
    { press: "Enter", does: "打开选中的用户", group: "本页" },
  ]);

  const type = (next: string) => {
    setTyped(next);
    change(next.trim() === "" ? {} : { text: next.trim() }, { replace: true, state: TYPED });
  };
  const firstRow = () => rows.current?.querySelector<HTMLElement>("tr.row-link");
  const inBox = (event: KeyboardEvent) => {
    if (isComposingText(event)) return;
    if (event.key === "ArrowDown") {
      event.preventDefault();
      firstRow()?.focus();
    }
    if (!isEnterKey(event) || event.ctrlKey || !enough) return;
    // Whoever types faster than the rows come means those of what was typed, and not what is shown still.
    const first = fresh ? customers[0] : undefined;
    if (first) open(first);
    else if (!fresh) void runCommand(client, "customer_find", { text }).then(([one]) => one && open(one), () => undefined);
  };
  // Above the first row is the field.
  const inRows = (event: KeyboardEvent) => {
    if (event.key === "ArrowUp" && !isComposingText(event) && event.target === firstRow()) box.current?.focus();
  };

  return (
    <>
      <Input
        ref={box}
        size="large"
        allowClear
        prefix={<SearchOutlined />}
        aria-label="查找用户"
        autoComplete="off"
        placeholder="电话后几位、户号、姓名或拼音首字母、地址"
        value={typed}
        onChange={(event) => type(event.target.value)}
        onKeyDown={inBox}
      />
      <p className="quiet" role="status" style={{ margin: "6px 2px 10px", minHeight: "1.6em" }}>
        {fresh && told(customers.length)}
      </p>
      {found.error && enough ? (
        <FailureAlert error={found.error} again={() => void found.refetch()} />
      ) : customers.length > 0 ? (
        <div ref={rows} onKeyDown={inRows}>
          <Found customers={customers} open={open} />
        </div>
      ) : (
        (!enough || fresh) && <Nothing text={enough ? text : ""} add={add} />
      )}
    </>
  );
}

function told(many: number): string {
  if (many === 0) return "";
  if (many >= MAX_CUSTOMER_MATCHES) return `先列出 ${MAX_CUSTOMER_MATCHES} 户，请再多输入几个字。↓ 选择，Enter 打开。`;
  return `找到 ${many} 户。${many > 1 ? "↓ 选择，Enter 打开（不选即第一户）。" : "Enter 打开。"}`;
}

function Found({ customers, open }: { customers: Customer[]; open: (customer: Customer) => void }) {
  return (
    <Card size="small">
      <Table<Customer>
        size="small"
        rowKey="id"
        dataSource={customers}
        pagination={false}
        scroll={{ x: "52em" }}
        onRow={(one, place) => buildListRowProps(() => open(one), `用户 ${one.household.name}，户号 ${one.household.account_number}`, place)}
        columns={[
          { title: "姓名", width: "10em", ellipsis: true, render: (_, { household }) => <b>{household.name}</b> },
          { title: "电话", width: "14em", className: "number", render: (_, { household }) => household.phones.join("、") || "—" },
          { title: "户号", width: "9em", className: "number", ellipsis: true, render: (_, { household }) => household.account_number },
          { title: "地址", ellipsis: true, render: (_, { household }) => whereabouts(household) },
          { title: "区域", width: "6em", render: (_, { household }) => <Tag style={{ margin: 0 }}>{words.AddressArea[household.area]}</Tag> },
        ]}
      />
    </Card>
  );
}

/** The address, and the community where the address does not begin with it anyway. */
function whereabouts({ address, community }: Household): string {
  return address.includes(community) ? address : `${address}（${community}）`;
}

function Nothing({ text, add }: { text: string; add: (() => void) | undefined }) {
  const what = text === "" ? "输入两个以上的字或数字即开始查找。" : `没有找到“${text}”。请换几个字，或用户号、电话后几位查找。`;
  return (
    <Card size="small">
      <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={add ? `${what}还没有档案的，请添加用户。` : what}>
        {add && (
          <Button type={text === "" ? "default" : "primary"} onClick={add}>
            添加用户
          </Button>
        )}
      </Empty>
    </Card>
  );
}
