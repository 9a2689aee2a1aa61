// The views above the list, each with how many tickets it finds; Alt and a digit choose one.
import { Dropdown } from "antd";
import { DownOutlined } from "@ant-design/icons";
import { useMemo } from "react";
import { Link, useNavigate } from "react-router";
import { useRead } from "../../api/use-command";
import { useMay } from "../../session/desk-state";
import { words } from "../../gen/words";
import { useHotkeys, type Hotkey } from "../../shared/keyboard/hotkeys";
import { parseTicketFilters } from "./filters";
import type { SavedView } from "./views";

/** How often they are counted again. */
const EVERY = 60_000;
/** Keys there are. */
const KEYS = 9;

export const formatCappedCount = (count: number | undefined, most: number) => (count === undefined ? null : count >= most ? `${most - 1}+` : String(count));

const address = (view: SavedView) => `/tickets${view.address ? `?${view.address}` : ""}`;

interface Props {
  views: readonly SavedView[];
  active: SavedView | null;
  /** What the list shows waits for this. */
  todo: string | null;
  /** The list itself is read first; nothing is counted before. */
  ready: boolean;
}

export function ViewTabs({ views, active, todo, ready }: Props) {
  const navigate = useNavigate();
  const may = useMay();
  const counts = useRead(
    "ticket_count",
    { queries: views.map((view) => parseTicketFilters(new URLSearchParams(view.address))) },
    { every: EVERY, keep: true, enabled: ready && may("ticket_count") },
  );
  const keys = useMemo(
    () =>
      views.slice(0, KEYS).map((view, place): Hotkey => {
        return { press: `Alt+${place + 1}`, does: `视图“${view.name}”`, group: "本页", run: () => void navigate(address(view)) };
      }),
    [views, navigate],
  );
  useHotkeys(keys);
  return (
    <nav className="views" aria-label="视图">
      {views.map((view, place) => (
        <Link
          key={`${view.kind}/${view.name}`}
          to={address(view)}
          className={`stage ${view.kind === "program" ? "" : view.kind}`}
          aria-current={view === active ? "page" : undefined}
          aria-keyshortcuts={place < KEYS ? `Alt+${place + 1}` : undefined}
          title={[view.by === null ? null : `${view.by}共享`, place < KEYS ? `Alt+${place + 1}` : null].filter(Boolean).join("，") || undefined}
        >
          {view.name} <b className="number">{formatCappedCount(counts.data?.counts[place], counts.data?.most ?? 0)}</b>
        </Link>
      ))}
      <Waiting chosen={todo !== null && active === null} ready={ready} />
    </nav>
  );
}

/** What waits for the roles of who looks, by what is to be done. */
function Waiting({ chosen, ready }: { chosen: boolean; ready: boolean }) {
  const may = useMay();
  const navigate = useNavigate();
  const board = useRead("ticket_board", {}, { every: EVERY, enabled: ready && may("ticket_board") });
  const todo = (board.data?.todo ?? []).filter(({ count }) => count > 0);
  if (todo.length === 0) return null;
  return (
    <Dropdown
      trigger={["click"]}
      autoFocus
      menu={{
        onClick: ({ key }) => void navigate(`/tickets?todo=${key}`),
        items: todo.map(({ todo: kind, count }) => ({ key: kind, label: words.TodoKind[kind], extra: String(count) })),
      }}
    >
      <button type="button" className="stage mine" aria-haspopup="menu" aria-current={chosen || undefined}>
        待我处理 <b className="number">{board.data?.mine_total}</b> <DownOutlined />
      </button>
    </Dropdown>
  );
}
