// Around what a test draws: everything a screen of the desk has around it.
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { App } from "antd";
import type { ReactNode } from "react";
import { MemoryRouter } from "react-router";
import { Standing } from "../desk/state";
import type { DeskState, TrustView } from "../gen/wire";
import { HOLDS } from "./trust";

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
