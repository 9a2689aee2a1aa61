// What has been scanned and not been put on a ticket yet; kept while the desk is open, whatever page is shown.
import { useSyncExternalStore } from "react";
import type { ScanPage } from "../gen/wire";

export interface Waiting {
  key: number;
  file: string;
  page: ScanPage;
}

let tray: readonly Waiting[] = [];
let counter = 0;
const listeners = new Set<() => void>();

function set(next: readonly Waiting[]) {
  tray = next;
  for (const listener of listeners) listener();
}

export function put(file: string, pages: readonly ScanPage[]) {
  set([...tray, ...pages.map((page) => ({ key: (counter += 1), file, page }))]);
}

export function take(key: number) {
  set(tray.filter((row) => row.key !== key));
}

function listen(listener: () => void) {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

export function useTray(): readonly Waiting[] {
  return useSyncExternalStore(listen, () => tray);
}
