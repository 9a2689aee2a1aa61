// Around what a test draws: everything a screen of the desk has around it.
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { App } from "antd";
import type { ReactNode } from "react";
import { MemoryRouter } from "react-router";
import { DeskStateContext } from "../session/desk-state";
import type { DeskState, TrustView } from "../gen/wire";
import { TRUST_HOLDS } from "./trust";

export function TestDesk({ may, trust = TRUST_HOLDS, children }: { may: string[]; trust?: TrustView; children: ReactNode }) {
  const state = { may, trust, person: { id: 1, name: "示例", roles: [] } } as unknown as DeskState;
  return (
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
      <App>
        <MemoryRouter>
          <DeskStateContext.Provider value={state}>{children}</DeskStateContext.Provider>
        </MemoryRouter>
      </App>
    </QueryClientProvider>
  );
}
