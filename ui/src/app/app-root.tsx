// The gate: first start, sign-in, lock, or the desk itself. The sign-in needs nothing of the library, so that it is there at once;
// the library and the desk are read while somebody types.
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useRead } from "../api/use-command";
import type { DeskState } from "../gen/wire";
import { findTrustProblem, formatKeyId } from "../features/sealing-key/trust";
import { CUSTOMER_HASH, readOpeningProgress } from "../api/platform";
import { describeClockBehind } from "../shared/time/clock-behind";
import { cacheSignIn, readCachedSignIn, type CachedSignIn } from "./cached-sign-in";
import { SignInScreen } from "./sign-in";

/** Takes a fresh state of the desk from a reply. */
export function useSetDeskState() {
  const client = useQueryClient();
  return (state: DeskState) => {
    client.setQueryData(["desk", "desk_state", {}], state);
    if (!state.person) client.removeQueries({ predicate: (query) => query.queryKey[0] !== "desk" });
  };
}

const load = () => import("./app-shell");
type Within = Awaited<ReturnType<typeof load>>;
let loaded: Within | null = null;

/** What needs the library, once it is there; read after what stands now has been painted. */
function useWithin(stands: boolean): Within | null {
  const [within, setWithin] = useState(loaded);
  useEffect(() => {
    if (within || !stands) return;
    const frame = requestAnimationFrame(() => setTimeout(() => void load().then((module) => setWithin((loaded = module)))));
    return () => cancelAnimationFrame(frame);
  }, [within, stands]);
  return within;
}

export function AppRoot() {
  return location.hash === CUSTOMER_HASH ? <CustomerScreen /> : <Desk />;
}

function CustomerScreen() {
  const within = useWithin(true);
  return within ? <within.CustomerApp /> : <LoadingScreen />;
}

/** Whether the sign-in stands: a moment longer than nobody is signed in. The answer's own drawing must be over before what it shows is
 *  painted, with all that follows from it; the desk, drawn on its own, is painted first. */
function useDelayedUnmount(out: boolean): boolean {
  const [held, setHeld] = useState(out);
  if (out && !held) setHeld(true);
  useEffect(() => {
    if (out || !held) return;
    const over = setTimeout(() => setHeld(false));
    return () => clearTimeout(over);
  }, [out, held]);
  return out || held;
}

/** What was said the last time, as long as the program may be expected to answer: data that take longer to open are waited for in sight. */
function useBefore(pending: boolean): CachedSignIn | null {
  const [said, setSaid] = useState(readCachedSignIn);
  useEffect(() => {
    const over = setTimeout(() => setSaid(null), PATIENCE);
    return () => clearTimeout(over);
  }, []);
  return pending ? said : null;
}

const PATIENCE = 2000;

function Desk() {
  const state = useRead("desk_state", {}, { every: 20_000 });
  const before = useBefore(state.isPending);
  const said = state.data ?? before;
  useEffect(() => {
    if (state.data) cacheSignIn(state.data);
  }, [state.data]);
  const within = useWithin(said !== null || !state.isPending);
  const out = state.data ? !state.data.person && !state.data.first_start : before !== null;
  const stands = !useDelayedUnmount(out) && !state.isPending;
  return (
    <>
      {!stands && said && <SignInScreen said={said} problems={state.data ? problemsOf(state.data) : NONE} />}
      {(stands ? !within : !said) && <LoadingScreen />}
      {within && <within.DeskApp stands={stands} state={state.data} error={state.error} again={() => void state.refetch()} />}
    </>
  );
}

const NONE: string[] = [];

/** What whoever signs in should know before: of the computer's clock, of the data, of the key. */
function problemsOf(state: DeskState): string[] {
  const { unconfirmed, witness } = state.trust;
  const key = unconfirmed.length > 0 && witness !== "demo" ? `封存密钥尚未核对：${unconfirmed.map(formatKeyId).join("、")}。` : null;
  return [describeClockBehind(state), findTrustProblem(state.trust) ?? key].filter((said) => said !== null);
}

/** How far the data are, after an update. */
function useOpening(): number | null {
  const [percent, setPercent] = useState<number | null>(null);
  useEffect(() => {
    // A program that does not say how far it is opens all the same.
    const timer = setInterval(() => void readOpeningProgress().then(setPercent, () => setPercent(null)), 1000);
    return () => clearInterval(timer);
  }, []);
  return percent;
}

function LoadingScreen() {
  const percent = useOpening();
  return (
    <main className="gate">
      <div className="coming">
        <p>正在打开，请稍候……</p>
        {percent !== null && (
          <>
            <progress aria-label="整理数据" max={100} value={percent} />
            <p>正在整理已有的数据：{percent}%。程序更新后第一次打开、按记录重建时，数据多的需要几分钟，请不要关闭电脑。</p>
          </>
        )}
      </div>
    </main>
  );
}
