// Around what a test draws: everything a screen of the desk has around it.
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { App } from "antd";
import type { ReactNode } from "react";
import { MemoryRouter } from "react-router";
import { Standing } from "../desk/state";
import type { DeskState, TrustView } from "../gen/wire";

export const HOLDS: TrustView = {
  witness: "holds",
  witness_zh: "与本机核对记录一致",
  behind: 0,
  lost: 0,
  written_at: 0,
  key: "9f3a-77c2-01bd-55e0",
  unconfirmed: [],
  signed: true,
  confirm: null,
  sealing_stopped: false,
};

export const ROLLED_BACK: TrustView = {
  ...HOLDS,
  witness: "rolled_back",
  witness_zh: "数据比本机核对记录旧，其后的记录已丢失",
  lost: 7,
  sealing_stopped: true,
  confirm: "rolled_back",
};

export function Inside({ may, trust = HOLDS, children }: { may: string[]; trust?: TrustView; children: ReactNode }) {
  const state = { may, trust, person: { id: 1, name: "示例", roles: [] } } as unknown as DeskState;
  return (
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
      <App>
        <MemoryRouter>
          <Standing.Provider value={state}>{children}</Standing.Provider>
        </MemoryRouter>
      </App>
    </QueryClientProvider>
  );
}
