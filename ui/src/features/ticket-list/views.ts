// Views: lists that have a name. Those of the program, those shared with everybody, one's own.
import { useUserData } from "../../shared/drafts/user-data";
import { useRead } from "../../api/use-command";
import { useMay } from "../../session/desk-state";
import type { TicketColumn, SharedView } from "../../gen/wire";
import { toCanonicalSearch } from "./filters";

/** As they are kept for a person. */
export interface OwnView {
  name: string;
  address: string;
  columns: TicketColumn[];
}

export interface SavedView {
  /** Among all of them; "" for those of the program, whose columns are everybody's own. */
  key: string;
  kind: "program" | "mine" | "shared";
  name: string;
  address: string;
  columns: readonly TicketColumn[];
  /** Whether it may be changed by who looks. */
  own: boolean;
  /** Who shared it. */
  by: string | null;
}

const program = (name: string, address: string): SavedView => ({ key: "", kind: "program", name, address, columns: [], own: false, by: null });

export const BUILT_IN_VIEWS: readonly SavedView[] = [
  program("全部", ""),
  program("办理中", "open=1"),
  program("超时", "overdue=1"),
  program("今日接报", "received=today"),
];

const NONE: OwnView[] = [];

const sound = (one: unknown): one is OwnView =>
  typeof one === "object" && one !== null && typeof (one as OwnView).name === "string" && typeof (one as OwnView).address === "string" && Array.isArray((one as OwnView).columns);

export function listSavedViews(shared: readonly SharedView[], mine: readonly unknown[]): SavedView[] {
  return [
    ...BUILT_IN_VIEWS,
    ...shared.map(({ name, address, columns, own, by }): SavedView => ({ key: `shared/${name}`, kind: "shared", name, address, columns, own, by })),
    ...mine.filter(sound).map((one): SavedView => ({ key: `mine/${one.name}`, kind: "mine", ...one, own: true, by: null })),
  ];
}

/** The view whose filters these are. */
export function findActiveView(views: readonly SavedView[], search: URLSearchParams): SavedView | null {
  const here = toCanonicalSearch(search);
  return views.find(({ address }) => toCanonicalSearch(new URLSearchParams(address)) === here) ?? null;
}

/** With one more of one's own, in the place of one of the same name. */
export function putOwnView(mine: readonly OwnView[], one: OwnView, instead = one.name): OwnView[] {
  const at = mine.findIndex(({ name }) => name === instead);
  const others = mine.filter(({ name }, place) => place === at || name !== one.name);
  return at < 0 ? [...others.filter(({ name }) => name !== one.name), one] : others.map((old) => (old.name === instead ? one : old));
}

export function useSavedViews() {
  const may = useMay();
  const shared = useRead("view_list", {}, { enabled: may("view_list"), keep: true });
  const [kept, put] = useUserData<OwnView[]>("views", NONE);
  const mine = Array.isArray(kept) ? kept.filter(sound) : NONE;
  return { views: listSavedViews(shared.data?.views ?? [], mine), mine, keep: put };
}
