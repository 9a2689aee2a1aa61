// The columns side by side: the keyboard walks over all their cards as over one, and a card goes to another crew.
import { useQueryClient } from "@tanstack/react-query";
import { Skeleton } from "antd";
import { useEffect, useMemo, useRef, useState, type CSSProperties, type FocusEvent, type KeyboardEvent, type RefObject } from "react";
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
  return pending ? <Skeleton active /> : <CrewColumns columns={columns} />;
}

function CrewColumns({ columns }: { columns: CrewColumnData[] }) {
  const board = useRef<HTMLDivElement>(null);
  const followCard = useFollowedCard(columns, board);
  const rows = columns.flatMap((column) => column.rows);
  useSetOriginList(rows);
  const assignment = useCardAssignment(rows, followCard);
  const { asking, given, notice } = assignment;
  const { stop, moveFocus, markCard } = useCardFocus(columns, board, assignment.beginAssignment);

  return (
    <>
      <div
        ref={board}
        className="fills dispatch"
        role="group"
        aria-label="待派工和各班组的工单"
        onKeyDown={moveFocus}
        onFocus={markCard}
      >
        <div className="dispatch-columns" style={{ "--columns": columns.length } as CSSProperties}>
          {columns.map((column) => (
            <CardColumn key={column.crew?.name ?? ""} column={column} stop={stop} assignment={assignment} />
          ))}
        </div>
      </div>
      <p className="unseen" aria-live="polite">
        {notice.ticket === null ? notice.text : ""}
      </p>
      {asking && (
        <CrewChooser row={asking} columns={columns} choose={(crew) => void assignment.assignCard(asking, crew)} close={assignment.closeChooser} />
      )}
      {given && <AssignmentDrawer given={given} done={() => assignment.finishAssignment(given)} close={assignment.closeDrawer} />}
    </>
  );
}

/** What happened to a card just now: shown on the card, or read out where `ticket` is null. */
interface CardNotice {
  ticket: number | null;
  text: string;
}

type CardAssignmentState = ReturnType<typeof useCardAssignment>;

/** The way of a card to a crew: the card is dragged or the crew asked for, then the step's form is opened. */
function useCardAssignment(rows: readonly TicketRow[], followCard: (given: CrewAssignment) => void) {
  const may = useMay();
  const client = useQueryClient();
  const [dragged, setDragged] = useState<TicketRow | null>(null);
  const [asking, setAsking] = useState<TicketRow | null>(null);
  const [given, setGiven] = useState<CrewAssignment | null>(null);
  const [notice, setNotice] = useState<CardNotice>({ ticket: null, text: "" });

  const beginAssignment = (row: TicketRow) => {
    const why = explainNoAssignment(row, may);
    if (why === null) setAsking(row);
    setNotice({ ticket: row.id, text: why ?? "" });
  };
  /** The program is asked first whether the step is possible now; if not, the card says so and stays. */
  const assignCard = async (row: TicketRow, crew: Crew) => {
    setAsking(null);
    setDragged(null);
    const step = findAssignmentStep(row);
    if (step === null) return;
    const request = { ticket: row.id };
    try {
      const queryKey = [toQueryNoun("ticket_get", request), "ticket_get", request];
      const view = await client.fetchQuery({ queryKey, queryFn: () => runCommand(client, "ticket_get", request), staleTime: 0 });
      if (view.moves.includes(step)) setGiven({ ...request, step, crew: crew.name });
      setNotice({ ticket: row.id, text: view.moves.includes(step) ? "" : `本单现在不能办理“${words.StepKind[step]}”，请打开工单查看。` });
    } catch (error) {
      setNotice({ ticket: row.id, text: describeRefusal(refusalOf(error)) });
    }
  };
  const finishAssignment = (done: CrewAssignment) => {
    followCard(done);
    setNotice({ ticket: null, text: `${rows.find(({ id }) => id === done.ticket)?.number ?? "工单"} 已派给${done.crew}。` });
  };
  const closeChooser = () => setAsking(null);
  const closeDrawer = () => setGiven(null);
  return { dragged, setDragged, asking, given, notice, beginAssignment, assignCard, finishAssignment, closeChooser, closeDrawer };
}

/** The focus among the cards of all columns, of which one is the stop of the keyboard. */
function useCardFocus(columns: CrewColumnData[], board: RefObject<HTMLDivElement | null>, beginAssignment: (row: TicketRow) => void) {
  const [active, setActive] = useState<number | null>(null);
  const rows = columns.flatMap((column) => column.rows);
  const stop = rows.some(({ id }) => id === active) ? active : (rows[0]?.id ?? null);
  const findFocusedRow = () => rows.find(({ id }) => String(id) === (document.activeElement as HTMLElement | null)?.dataset.card);
  useBoardKeys(() => {
    const row = findFocusedRow();
    if (row) beginAssignment(row);
    else focusCard(board.current, stop);
  });
  const moveFocus = (event: KeyboardEvent) => {
    const row = findFocusedRow();
    if (!row || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    const column = columns.findIndex((one) => one.rows.includes(row));
    const spot = findNextCard(columns.map((one) => one.rows.length), { column, card: columns[column]?.rows.indexOf(row) ?? 0 }, event.key);
    if (spot === null) return;
    event.preventDefault();
    focusCard(board.current, columns[spot.column]?.rows[spot.card]?.id ?? null);
  };
  const markCard = ({ target }: FocusEvent<HTMLElement>) => {
    const card = target.closest<HTMLElement>("[data-card]");
    if (card) setActive(Number(card.dataset.card));
  };
  return { stop, moveFocus, markCard };
}

interface CardColumnProps {
  column: CrewColumnData;
  /** The card that Tab stops at. */
  stop: number | null;
  assignment: CardAssignmentState;
}

function CardColumn({ column, stop, assignment: { dragged, setDragged, notice, beginAssignment, assignCard } }: CardColumnProps) {
  const may = useMay();
  return (
    <CrewColumn
      column={column}
      takes={dragged && column.crew?.name !== dragged.crew ? column.crew !== null && canAssignToCrew(dragged, column.crew) : null}
      drop={() => dragged && column.crew && void assignCard(dragged, column.crew)}
    >
      {column.rows.map((row) => (
        <TicketCard
          key={row.id}
          row={row}
          stop={row.id === stop}
          movable={explainNoAssignment(row, may) === null}
          told={notice.ticket === row.id && notice.text !== "" ? notice.text : null}
          give={() => beginAssignment(row)}
          drag={setDragged}
        />
      ))}
    </CrewColumn>
  );
}

function focusCard(board: HTMLElement | null, ticket: number | null) {
  board?.querySelector<HTMLElement>(`[data-card="${ticket}"]`)?.focus();
}

/** A card that was given to a crew is another card in another column: the focus follows it. */
function useFollowedCard(columns: CrewColumnData[], board: RefObject<HTMLDivElement | null>) {
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

/** M begins; the cards handle the other keys themselves. */
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
