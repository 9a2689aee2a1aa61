// What other features use of this one.
export { ImportDrawer } from "./import-drawer";
export type { ImportKind } from "./import-kind";
