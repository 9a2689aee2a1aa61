// Views: lists that have a name. Those of the program, those shared with everybody, one's own.
import { useKept } from "../../call/kept";
import { useRead } from "../../call/use";
import { useMay } from "../../desk/state";
import type { ListColumn, SharedView } from "../../gen/wire";
import { canonical } from "./filters";

/** As they are kept for a person. */
export interface Mine {
  name: string;
  address: string;
  columns: ListColumn[];
}

export interface View {
  /** Among all of them; "" for those of the program, whose columns are everybody's own. */
  key: string;
  kind: "program" | "mine" | "shared";
  name: string;
  address: string;
  columns: readonly ListColumn[];
  /** Whether it may be changed by who looks. */
  own: boolean;
  /** Who shared it. */
  by: string | null;
}

const program = (name: string, address: string): View => ({ key: "", kind: "program", name, address, columns: [], own: false, by: null });

export const PROGRAM: readonly View[] = [
  program("全部", ""),
  program("办理中", "open=1"),
  program("超时", "overdue=1"),
  program("今日接报", "received=today"),
];

const NONE: Mine[] = [];

const sound = (one: unknown): one is Mine =>
  typeof one === "object" && one !== null && typeof (one as Mine).name === "string" && typeof (one as Mine).address === "string" && Array.isArray((one as Mine).columns);

export function viewsOf(shared: readonly SharedView[], mine: readonly unknown[]): View[] {
  return [
    ...PROGRAM,
    ...shared.map(({ name, address, columns, own, by }): View => ({ key: `shared/${name}`, kind: "shared", name, address, columns, own, by })),
    ...mine.filter(sound).map((one): View => ({ key: `mine/${one.name}`, kind: "mine", ...one, own: true, by: null })),
  ];
}

/** The view whose filters these are. */
export function viewAt(views: readonly View[], search: URLSearchParams): View | null {
  const here = canonical(search);
  return views.find(({ address }) => canonical(new URLSearchParams(address)) === here) ?? null;
}

/** With one more of one's own, in the place of one of the same name. */
export function withMine(mine: readonly Mine[], one: Mine, instead = one.name): Mine[] {
  const at = mine.findIndex(({ name }) => name === instead);
  const others = mine.filter(({ name }, place) => place === at || name !== one.name);
  return at < 0 ? [...others.filter(({ name }) => name !== one.name), one] : others.map((old) => (old.name === instead ? one : old));
}

export function useViews() {
  const may = useMay();
  const shared = useRead("view_list", {}, { enabled: may("view_list"), keep: true });
  const [kept, put] = useKept<Mine[]>("views", NONE);
  const mine = Array.isArray(kept) ? kept.filter(sound) : NONE;
  return { views: viewsOf(shared.data?.views ?? [], mine), mine, keep: put };
}
