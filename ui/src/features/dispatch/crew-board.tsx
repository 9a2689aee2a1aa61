// The columns side by side: the keyboard walks over all their cards as over one, and a card goes to another crew.
import { useQueryClient } from "@tanstack/react-query";
import { Skeleton } from "antd";
import { useEffect, useMemo, useRef, useState, type KeyboardEvent, type RefObject, type CSSProperties } from "react";
import { toQueryNoun } from "../../api/refresh";
import { runCommand } from "../../api/use-command";
import { useMay } from "../../session/desk-state";
import type { Crew, TicketRow } from "../../gen/wire";
import { useHotkeys, type Hotkey } from "../../shared/keyboard/hotkeys";
import { FailureAlert } from "../../shared/dialogs/refusal";
import { refusalOf } from "../../api/platform";
import { ENTER_LIST_KEY } from "../../shared/table/row-navigation";
import { findNextCard } from "../../shared/keyboard/arrow-navigation";
import { describeRefusal } from "../../shared/text/errors";
import { words } from "../../gen/words";
import { useSetOriginList } from "../../shared/ticket/origin-list";
import { TicketCard } from "./ticket-card";
import { CrewColumn } from "./crew-column";
import { findAssignmentStep } from "../../shared/ticket/assignment-step";
import { canAssignToCrew, explainNoAssignment } from "./crew-rules";
import { CrewChooser, AssignmentDrawer, type CrewAssignment } from "./crew-chooser";
import { useCrewColumns, type CrewColumnData, type DispatchFilter } from "./use-crew-columns";

export function CrewBoard({ crews, filter }: { crews: readonly Crew[]; filter: DispatchFilter }) {
  const { columns, pending, error, again } = useCrewColumns(crews, filter);
  if (error && columns.length === 0) return <FailureAlert error={error} again={again} />;
  return pending ? <Skeleton active /> : <Columns columns={columns} />;
}

/** What happened to a card just now, where it is seen and heard. */
interface Told {
  ticket: number | null;
  text: string;
}

function Columns({ columns }: { columns: CrewColumnData[] }) {
  const may = useMay();
  const client = useQueryClient();
  const board = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState<number | null>(null);
  const [dragged, setDragged] = useState<TicketRow | null>(null);
  const [asking, setAsking] = useState<TicketRow | null>(null);
  const [given, setGiven] = useState<CrewAssignment | null>(null);
  const [told, setTold] = useState<Told>({ ticket: null, text: "" });
  const follow = useFollow(columns, board);
  const rows = columns.flatMap((column) => column.rows);
  useSetOriginList(rows);
  const stop = rows.some(({ id }) => id === active) ? active : (rows[0]?.id ?? null);

  const begin = (row: TicketRow) => {
    const why = explainNoAssignment(row, may);
    if (why === null) setAsking(row);
    setTold({ ticket: row.id, text: why ?? "" });
  };
  /** The program is asked first whether the step is possible now; if not, the card says so and stays. */
  const give = async (row: TicketRow, crew: Crew) => {
    setAsking(null);
    setDragged(null);
    const step = findAssignmentStep(row);
    if (step === null) return;
    const asked = { ticket: row.id };
    try {
      const queryKey = [toQueryNoun("ticket_get", asked), "ticket_get", asked];
      const view = await client.fetchQuery({ queryKey, queryFn: () => runCommand(client, "ticket_get", asked), staleTime: 0 });
      if (view.moves.includes(step)) setGiven({ ...asked, step, crew: crew.name });
      setTold({ ticket: row.id, text: view.moves.includes(step) ? "" : `本单现在不能办理“${words.StepKind[step]}”，请打开工单查看。` });
    } catch (error) {
      setTold({ ticket: row.id, text: describeRefusal(refusalOf(error)) });
    }
  };
  const done = (given: CrewAssignment) => {
    const { ticket, crew } = given;
    follow(given);
    setTold({ ticket: null, text: `${rows.find(({ id }) => id === ticket)?.number ?? "工单"} 已派给${crew}。` });
  };

  const focused = () => rows.find(({ id }) => String(id) === (document.activeElement as HTMLElement | null)?.dataset.card);
  useBoardKeys(() => {
    const row = focused();
    if (row) begin(row);
    else focusCard(board.current, stop);
  });
  const press = (event: KeyboardEvent) => {
    const row = focused();
    if (!row || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    const column = columns.findIndex((one) => one.rows.includes(row));
    const spot = findNextCard(columns.map((one) => one.rows.length), { column, card: columns[column]?.rows.indexOf(row) ?? 0 }, event.key);
    if (spot === null) return;
    event.preventDefault();
    focusCard(board.current, columns[spot.column]?.rows[spot.card]?.id ?? null);
  };

  return (
    <>
      <div
        ref={board}
        className="fills dispatch"
        role="group"
        aria-label="待派工和各班组的工单"
        onKeyDown={press}
        onFocus={({ target }) => {
          const card = target.closest<HTMLElement>("[data-card]");
          if (card) setActive(Number(card.dataset.card));
        }}
      >
        <div className="dispatch-columns" style={{ "--columns": columns.length } as CSSProperties}>
          {columns.map((column) => (
            <CrewColumn
              key={column.crew?.name ?? ""}
              column={column}
              takes={dragged && column.crew?.name !== dragged.crew ? column.crew !== null && canAssignToCrew(dragged, column.crew) : null}
              drop={() => dragged && column.crew && void give(dragged, column.crew)}
            >
              {column.rows.map((row) => (
                <TicketCard
                  key={row.id}
                  row={row}
                  stop={row.id === stop}
                  movable={explainNoAssignment(row, may) === null}
                  told={told.ticket === row.id && told.text !== "" ? told.text : null}
                  give={() => begin(row)}
                  drag={setDragged}
                />
              ))}
            </CrewColumn>
          ))}
        </div>
      </div>
      <p className="unseen" aria-live="polite">
        {told.ticket === null ? told.text : ""}
      </p>
      {asking && <CrewChooser row={asking} columns={columns} choose={(crew) => void give(asking, crew)} close={() => setAsking(null)} />}
      {given && <AssignmentDrawer given={given} done={() => done(given)} close={() => setGiven(null)} />}
    </>
  );
}

function focusCard(board: HTMLElement | null, ticket: number | null) {
  board?.querySelector<HTMLElement>(`[data-card="${ticket}"]`)?.focus();
}

/** A card that was given away is another card in another column: the keyboard goes with it. */
function useFollow(columns: CrewColumnData[], board: RefObject<HTMLDivElement | null>) {
  const followed = useRef<CrewAssignment | null>(null);
  useEffect(() => {
    const { ticket, crew } = followed.current ?? {};
    if (ticket === undefined || !columns.some((one) => one.crew?.name === crew && one.rows.some(({ id }) => id === ticket))) return;
    followed.current = null;
    focusCard(board.current, ticket);
  }, [columns, board]);
  return (given: CrewAssignment) => {
    followed.current = given;
  };
}

/** M begins; the rest the cards hear themselves. */
function useBoardKeys(begin: () => void) {
  const act = useRef(begin);
  useEffect(() => {
    act.current = begin;
  });
  const keys = useMemo<Hotkey[]>(
    () => [
      ENTER_LIST_KEY,
      { press: "↑ ↓ ← →", does: "在卡片和班组之间移动", group: "本页" },
      { press: "Enter", does: "打开选中的工单", group: "本页" },
      { press: "M", does: "派给班组（再按数字键选班组）", group: "本页", run: () => act.current() },
    ],
    [],
  );
  useHotkeys(keys);
}
