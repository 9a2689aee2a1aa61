// 派给班组: the crews a ticket may be given to, by number, by arrow or by mouse; then the form of the step, with the crew filled in.
import { Empty, Modal } from "antd";
import { useEffect, useEffectEvent, useRef } from "react";
import { useRead } from "../../api/use-command";
import type { Crew, TicketRow } from "../../gen/wire";
import { words } from "../../gen/words";
import { InitialFocus } from "../../shared/keyboard/initial-focus";
import { isDeskLocked } from "../../shared/keyboard/hotkeys";
import { isComposingText } from "../../shared/keyboard/key-events";
import { StepDrawer } from "../ticket";
import { useNow } from "../../api/now";
import { findAssignmentStep, type AssignmentStep } from "../../shared/ticket/assignment-step";
import { canAssignToCrew, countCrewLoad } from "./crew-rules";
import type { CrewColumnData } from "./use-crew-columns";

interface ChooseProps {
  row: TicketRow;
  columns: readonly CrewColumnData[];
  choose: (crew: Crew) => void;
  close: () => void;
}

export function CrewChooser({ row, columns, choose, close }: ChooseProps) {
  const list = useRef<HTMLDivElement>(null);
  const now = useNow();
  const fitting = columns.filter(({ crew }) => crew !== null && canAssignToCrew(row, crew));
  const step = findAssignmentStep(row);
  // On the whole page: M and the number may follow each other faster than the list takes the keyboard.
  const press = useEffectEvent((event: KeyboardEvent) => {
    const { key } = event;
    if (isDeskLocked() || isComposingText(event) || event.ctrlKey || event.altKey || event.metaKey) return;
    const chosen = /^[1-9]$/.test(key) ? fitting[Number(key) - 1]?.crew : undefined;
    const way = key === "ArrowDown" ? 1 : key === "ArrowUp" ? -1 : 0;
    if (chosen) choose(chosen);
    if (chosen || way !== 0) event.preventDefault();
    if (chosen || way === 0) return;
    const buttons = [...(list.current?.querySelectorAll("button") ?? [])];
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
    buttons[(at + way + buttons.length) % buttons.length]?.focus();
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => press(event);
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, []);
  return (
    <Modal
      open
      title={`${step ? words.StepKind[step] : "派"}给哪个班组　${row.number}`}
      width={440}
      footer={<span className="quiet">按数字键选班组；↑↓ 移动，Enter 确定，Esc 取消</span>}
      onCancel={close}
    >
      <InitialFocus what="button">
        <div ref={list} role="group" aria-label="班组" className="crews">
          {fitting.length === 0 && <Empty description="没有可以接这张工单的班组。请管理员在“设置与日历”中添加。" />}
          {fitting.map(({ crew, rows, more }, place) => {
            const { open, late } = countCrewLoad(rows, now);
            return (
              <button key={crew?.name} type="button" aria-keyshortcuts={place < 9 ? String(place + 1) : undefined} onClick={() => crew && choose(crew)}>
                <kbd className="key" aria-hidden>
                  {place < 9 ? place + 1 : "·"}
                </kbd>
                <b>{crew?.name}</b>
                <span className="quiet number">
                  {open}
                  {more && "+"} 件{late > 0 && `，超时 ${late} 件`}
                </span>
              </button>
            );
          })}
        </div>
      </InitialFocus>
    </Modal>
  );
}

export interface CrewAssignment {
  ticket: number;
  step: AssignmentStep;
  crew: string;
}

/** The step's own form: what it must be told is asked there, and a refusal is shown there. */
export function AssignmentDrawer({ given: { ticket, step, crew }, done, close }: { given: CrewAssignment; done: () => void; close: () => void }) {
  const { data: view } = useRead("ticket_get", { ticket });
  return view ? <StepDrawer step={step} view={view} given={{ crew }} done={done} close={close} /> : null;
}
