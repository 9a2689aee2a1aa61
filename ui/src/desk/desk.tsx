// The gate: first start, sign-in, lock, or the desk itself.
import { useQueryClient } from "@tanstack/react-query";
import { Spin } from "antd";
import { useRead } from "../call/use";
import type { DeskState } from "../gen/wire";
import { Failed } from "../part/refusal";
import { FirstStart } from "./first-start";
import { Frame } from "./frame";
import { Lock } from "./lock";
import { SignIn } from "./sign-in";
import { Standing } from "./state";

/** Takes a fresh state of the desk from a reply. */
export function useStand() {
  const client = useQueryClient();
  return (state: DeskState) => {
    client.setQueryData(["desk", "desk_state", {}], state);
    if (!state.person) client.removeQueries({ predicate: (query) => query.queryKey[0] !== "desk" });
  };
}

export function Desk() {
  const state = useRead("desk_state", {}, { every: 20_000 });
  if (state.data) return <Gate state={state.data} />;
  return (
    <div className="gate">
      {state.error ? <Failed error={state.error} again={() => void state.refetch()} /> : <Spin size="large" />}
    </div>
  );
}

function Gate({ state }: { state: DeskState }) {
  if (state.first_start) return <FirstStart />;
  if (!state.person) return <SignIn state={state} />;
  return (
    <Standing.Provider value={state}>
      <Frame key={state.person.id} />
      {state.locked && <Lock person={state.person.name} />}
    </Standing.Provider>
  );
}
