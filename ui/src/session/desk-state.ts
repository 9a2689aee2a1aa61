// How the desk stands, for every screen below the gate.
import { createContext, useContext } from "react";
import type { DeskState } from "../gen/wire";
import type { CommandName } from "../api/platform";

export const DeskStateContext = createContext<DeskState | null>(null);

export function useDesk(): DeskState {
  const state = useContext(DeskStateContext);
  if (!state) throw new Error("a screen outside the gate");
  return state;
}

/** Whether the person signed in may call this. The program decides again; this only hides what would be refused. */
export function useMay(): (name: CommandName) => boolean {
  const { may } = useDesk();
  return (name) => may.includes(name);
}
