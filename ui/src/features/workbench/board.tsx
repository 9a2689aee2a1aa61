// 工作台: running clocks, the soonest first; what waits for me; how much is where, and when.
import { Button, Card, Empty, Skeleton } from "antd";
import { useDeferredValue, useState, type CSSProperties, type ReactNode } from "react";
import { Link, useNavigate } from "react-router";
import { useRead } from "../../api/use-command";
import { useMay } from "../../session/desk-state";
import type { WorkbenchRow, TodoCount } from "../../gen/wire";
import { words } from "../../gen/words";
import { DataGrid, type GridColumn } from "../../shared/table/data-grid";
import { useHotkeys } from "../../shared/keyboard/hotkeys";
import { KeyCap } from "../../shared/keyboard/key-cap";
import { ColourTag } from "../../shared/look/colour-tag";
import { PageLayout } from "../../shared/look/page-layout";
import { FailureAlert, READ_FAILED_TEXT } from "../../shared/dialogs/refusal";
import { ROW_KEYS, moveRowFocus } from "../../shared/table/row-navigation";
import { SegmentedControl } from "../../shared/table/segments";
import { useUsableMark } from "../../shared/form/use-usable-mark";
import { useSetOriginList } from "../../shared/ticket/origin-list";
import { ServiceTag, StageTag } from "../../shared/ticket/stage";
import { programNow } from "../../api/now";
import { formatMoment, formatShortMoment } from "../../shared/time/shanghai";
import { WorkbenchCharts } from "./workbench-charts";
import { ClockCountdown, nextClock } from "../../shared/time/countdown";
import { HandoverNotes } from "./handover-notes";
import { ShiftButton } from "./shift-report";
import { RecentChanges } from "./recent-changes";

const columns: GridColumn<WorkbenchRow>[] = [
  {
    key: "clock",
    title: "最近到期",
    width: "15.8em",
    render: (_, row) => {
      const clock = nextClock(row);
      if (!clock) return <span className="quiet">没有计时</span>;
      return (
        <span className="clock-of" title={words.ClockKind[clock.kind]}>
          <ClockCountdown clock={clock} />
          {/* The column says what it is: the long ones would be cut. */}
          <span className="quiet">{words.ClockKind[clock.kind].replace(/时限$/, "")}</span>
        </span>
      );
    },
  },
  {
    key: "due",
    title: "到期时间",
    width: "7em",
    className: "number",
    render: (_, row) => (row.next_limit === null ? "—" : formatShortMoment(row.next_limit, programNow())),
  },
  { key: "service", title: "服务", width: "6.6em", render: (_, row) => <ServiceTag service={row.service} /> },
  { key: "stage", title: "环节", width: "6.4em", render: (_, row) => <StageTag stage={row.stage} /> },
  {
    key: "number",
    title: "工单",
    width: "9.2em",
    className: "number",
    // The browser's own link: the library's takes as long as the rest of the row.
    render: (_, row) => <a href={`#/ticket/${row.id}`} tabIndex={-1}>{row.number}</a>,
  },
  { key: "name", title: "用户", width: "5.2em", ellipsis: true, render: (_, row) => row.name || "—" },
  { key: "summary", title: "内容", ellipsis: true, render: (_, row) => <Summary row={row} /> },
  { key: "address", title: "地址", ellipsis: true, render: (_, row) => row.address || row.community },
  { key: "crew", title: "班组", width: "7.4em", ellipsis: true, render: (_, row) => row.crew ?? "—" },
];

/** What is wrong, after what must not be overlooked. */
function Summary({ row }: { row: WorkbenchRow }) {
  return (
    <span title={row.summary}>
      {row.urges > 0 && <ColourTag colour="orange">催 {row.urges}</ColourTag>}
      {row.extension_pending && <ColourTag colour="purple">待批延时</ColourTag>}
      {row.violations_open > 0 && <ColourTag colour="red">违规待处理</ColourTag>}
      {row.summary}
    </span>
  );
}

export function WorkbenchPage() {
  const may = useMay();
  const navigate = useNavigate();
  const [chosen, setWhose] = useState<"all" | "mine" | null>(null);
  const board = useRead("ticket_board", {}, { every: 15_000 });
  useUsableMark(board.data !== undefined);
  const rows = board.data?.rows ?? [];
  const todo = board.data?.todo ?? [];
  // Who takes no reports, such as the laboratory, begins with what waits for them.
  const whose = chosen ?? (!may("ticket_open") && todo.length > 0 ? "mine" : "all");
  const shown = whose === "mine" ? (board.data?.mine ?? []) : rows;
  useSetOriginList(shown);
  useHotkeys(ROW_KEYS);
  const counts = board.data?.counts ?? [];
  const total = counts.reduce((sum, { count }) => sum + count, 0);
  const mine = board.data?.mine_total ?? 0;
  const more = (whose === "mine" ? mine : total) - shown.length;
  const extra = (
    <>
      <ShiftButton />
      {may("ticket_open") && (
        <Button type="primary" onClick={() => void navigate("/intake")}>
          来电受理
        </Button>
      )}
    </>
  );
  return (
    <PageLayout title="工作台" extra={extra}>
      {board.error && <FailureAlert error={board.error} again={() => void board.refetch()} />}
      <Work todo={todo} />
      <div className="told-cards">
        <HandoverNotes />
        <RecentChanges />
      </div>
      <WorkbenchCharts counts={counts} />
      <Card
        size="small"
        title="办理中的工单（先到期的在前）"
        extra={
          <SegmentedControl
            label="显示哪些"
            value={whose}
            onChange={setWhose}
            options={[
              { value: "all", label: `全部 ${total}` },
              { value: "mine", label: `待我岗位办理 ${mine}` },
            ]}
          />
        }
      >
        {board.isPending ? (
          <Skeleton active />
        ) : (
          <>
            <Rows
              rows={shown}
              empty={board.error ? <Empty description={READ_FAILED_TEXT} /> : <Nothing mine={whose === "mine"} at={board.data?.now} />}
            />
            {more > 0 && <Rest shown={shown.length} more={more} mine={whose === "mine"} />}
          </>
        )}
      </Card>
    </PageLayout>
  );
}

/** One of everything a row may say. */
const SAMPLE: WorkbenchRow = {
  id: 0, version: 0, number: "—", service: "repair", stage: "reported", name: "—", summary: "—", address: "—", community: "—", crew: null,
  urges: 1, extension_pending: true, violations_open: 1, next_clock: "arrival", next_start: 0, next_limit: 0,
};

/** What the workbench is made of, for `app/app-shell.tsx` to lay out before it is there. */
export const WorkbenchSkeleton = () => (
  <PageLayout title="工作台" extra={<Button type="primary">来电受理</Button>}>
    <nav className="stages">
      <b className="stages-head">我的工作</b>
      <a className="stage mine">
        {Object.values(words.TodoKind)} <b className="number">0</b>
      </a>
    </nav>
    <details className="stages-all">
      <summary>
        图表 <KeyCap of="V" />
      </summary>
    </details>
    <Card size="small" title="办理中的工单（先到期的在前）" extra={<SegmentedControl label="显示哪些" options={["全部", "待我岗位办理"]} />}>
      <div className="grid-room">
        <DataGrid columns={columns} rows={[SAMPLE]} name={String} open={String} stop={0} empty="" />
      </div>
    </Card>
  </PageLayout>
);

interface RowsProps {
  rows: WorkbenchRow[];
  empty: ReactNode;
}

/** As many rows as a screen has room for stand at once; the others follow while it is being read. */
const AT_ONCE = 12;

function Rows({ rows, empty }: RowsProps) {
  const navigate = useNavigate();
  const shown = useDeferredValue(rows, rows.slice(0, AT_ONCE));
  return (
    // In large type the table is wider than the screen rather than without what is the matter.
    <div className="grid-room" style={{ "--grid-least": "70em" } as CSSProperties}>
      <DataGrid<WorkbenchRow>
        columns={columns}
        rows={shown}
        name={(row) => `工单 ${row.number}`}
        open={(row) => void navigate(`/ticket/${row.id}`)}
        stop={shown[0]?.id ?? null}
        onKeyDown={moveRowFocus}
        empty={empty}
      />
    </div>
  );
}

function Nothing({ mine, at }: { mine: boolean; at: number | undefined }) {
  const text = mine
    ? "没有等待您岗位办理的工单。可切换到“全部”查看其他工单。"
    : "没有办理中的工单。接到来电时，请点“来电受理”登记。";
  return <Empty description={<>{text}{at === undefined ? "" : `（截至 ${formatMoment(at)}）`}</>} />;
}

interface RestProps {
  shown: number;
  more: number;
  mine: boolean;
}

/** What the workbench leaves to the list. */
function Rest({ shown, more, mine }: RestProps) {
  return (
    <p className="grid-foot quiet">
      这里列出最先到期的 {shown} 件，另有 {more} 件，
      {mine ? "请点上方“我的工作”中的各项查看。" : <>请看<Link to="/tickets?open=1">工单列表</Link>。</>}
    </p>
  );
}

/** What waits for whoever looks, by what is to be done; each leads to its tickets. */
function Work({ todo }: { todo: TodoCount[] }) {
  if (todo.length === 0) return null;
  const waiting = todo.filter(({ count }) => count > 0);
  return (
    <nav className="stages" aria-label="我的工作">
      <b className="stages-head">我的工作</b>
      {waiting.length === 0 && <span className="quiet">没有等待您岗位办理的事项。</span>}
      {waiting.map(({ todo: kind, count }) => (
        <a key={kind} href={`#/tickets?todo=${kind}`} className="stage mine">
          {words.TodoKind[kind]} <b className="number">{count}</b>
        </a>
      ))}
    </nav>
  );
}
