// 工单列表: views, filters, search, and everything they find, as far as somebody scrolls.
import { DownloadOutlined, SettingOutlined } from "@ant-design/icons";
import { useQueryClient } from "@tanstack/react-query";
import { Button, type InputRef } from "antd";
import { useRef, useState } from "react";
import { useNavigate, useSearchParams } from "react-router";
import { usePagedList } from "../../api/use-paged-list";
import { runCommand } from "../../api/use-command";
import { useMay } from "../../session/desk-state";
import type { TicketColumn, TicketList, TicketRow } from "../../gen/wire";
import { OldTicketMatches } from "../past-tickets";
import { VirtualTable } from "../../shared/table/virtual-table";
import { useSaveFile } from "../../shared/files/save-file";
import { useHotkeys } from "../../shared/keyboard/hotkeys";
import { PageLayout } from "../../shared/look/page-layout";
import { ENTER_LIST_KEY, findPageList, GO_TO_LIST_KEY } from "../../shared/table/row-navigation";
import { SegmentedControl } from "../../shared/table/segments";
import { useSetOriginList, type ListContinuation } from "../../shared/ticket/origin-list";
import { toCanonicalSearch, parseTicketFilters, replaceSearchPairs } from "./filters";
import { ColumnDialog } from "./column-dialog";
import { FilterBar } from "./filter-bar";
import { useColumnLayout } from "./column-layout";
import { computeTableRoom, useTicketColumns } from "./use-ticket-columns";
import { ViewTabs } from "./view-tabs";
import { ViewMenu } from "./view-menu";
import { useSavedViews, findActiveView } from "./views";
import { SelectionBar, togglePickedId, useRowPicking, useTicketSelection } from "./selection";

const NONE: readonly TicketColumn[] = [];

export function TicketListPage() {
  const [search, change] = useSearchParams();
  const navigate = useNavigate();
  const may = useMay();
  const filters = parseTicketFilters(search);
  const list = usePagedList("ticket_list", filters);
  const further = useFurther(filters, list.data?.pages.at(-1)?.next ?? null);
  useSetOriginList(list.rows, further);
  const place = search.toString();
  const selection = useTicketSelection(place);
  const picking = useRowPicking(selection, list.rows);
  const { views, mine, keep } = useSavedViews();
  const active = findActiveView(views, search);
  const { layout, arrange, resize } = useColumnLayout(active?.key ?? "", active?.columns ?? NONE);
  const columns = useTicketColumns(layout, resize);
  const [setting, setSetting] = useState(false);
  const box = useRef<InputRef>(null);
  useHotkeys([
    GO_TO_LIST_KEY,
    ENTER_LIST_KEY,
    { press: "F", does: "查找工单", group: "本页", run: () => box.current?.focus({ cursor: "all" }) },
    { press: "C", does: "列设置", group: "本页", run: () => setSetting(true) },
  ]);
  const picks = may("ticket_print_many") || may("ticket_assign");
  return (
    <PageLayout
      className="list-page"
      title="工单列表"
      extra={
        <>
          <ViewMenu views={views} mine={mine} keep={keep} active={active} address={toCanonicalSearch(search)} columns={layout.shown} />
          <SegmentedControl
            label="排列"
            value={search.get("order") === "deadline" ? "deadline" : "newest"}
            options={[
              { value: "newest", label: "最新在前" },
              { value: "deadline", label: "先到期在前" },
            ]}
            onChange={(order) => change(replaceSearchPairs(search, { order: order === "newest" ? null : order }))}
          />
          <Button icon={<SettingOutlined />} onClick={() => setSetting(true)}>
            列设置
          </Button>
          <Export filters={filters} columns={layout.shown} />
        </>
      }
    >
      <ViewTabs views={views} active={active} todo={search.get("todo")} ready={!list.isPending} />
      <FilterBar search={search} change={change} box={box} down={() => findPageList()?.focus()} />
      <OldTicketMatches text={search.get("text") ?? ""} />
      <SelectionBar selection={selection} rows={list.rows} columns={layout.shown} />
      <VirtualTable<TicketRow>
        key={place}
        list={list}
        label="工单"
        place={place}
        columns={columns}
        style={computeTableRoom(layout, picks)}
        picking={picks ? picking : undefined}
        name={(row) => `工单 ${row.number}`}
        open={(row) => void navigate(`/ticket/${row.id}`)}
        {...(picks && { pick: (row: TicketRow) => selection.choose(togglePickedId(selection.ids, row.id), [row]) })}
        empty="没有符合条件的工单。请减少筛选条件，或换两个以上的字查找。"
        foot={<Foot read={list.rows.length} more={list.hasNextPage} />}
      />
      {setting && <ColumnDialog shown={layout.shown} arrange={arrange} close={() => setSetting(false)} />}
    </PageLayout>
  );
}

/** How much there is. */
function Foot({ read, more }: { read: number; more: boolean }) {
  if (read === 0) return null;
  return <div className="endless-foot quiet number">{more ? `已列出 ${read} 张，向下滚动可继续查看` : `共 ${read} 张`}</div>;
}

/** What is shown, as a spreadsheet: all that the filters find, in the columns that stand there. */
function Export({ filters, columns }: { filters: TicketList; columns: TicketColumn[] }) {
  const may = useMay();
  const { save, busy } = useSaveFile("ticket_export");
  if (!may("ticket_export")) return null;
  return (
    <Button icon={<DownloadOutlined />} loading={busy} onClick={() => save({ query: { ...filters, limit: null }, columns })}>
      导出表格
    </Button>
  );
}

/** How the list goes on, for whoever walks through it ticket by ticket. */
function useFurther(filters: TicketList, after: string | null): ListContinuation | null {
  const client = useQueryClient();
  if (after === null) return null;
  const read = async (from: string) => {
    const { rows, next } = await runCommand(client, "ticket_list", { ...filters, after: from });
    return { ids: rows.map(({ id }) => id), next };
  };
  return { after, read };
}
