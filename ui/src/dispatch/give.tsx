// 派给班组: the crews a ticket may be given to, by number, by arrow or by mouse; then the form of the step, with the crew filled in.
import { Empty, Modal } from "antd";
import { useEffect, useEffectEvent, useRef } from "react";
import { useRead } from "../call/use";
import type { Crew, TicketRow } from "../gen/wire";
import { words } from "../gen/words";
import { Fields } from "../part/begin";
import { locked } from "../part/hotkeys";
import { composing } from "../part/keys";
import { StepDrawer } from "../ticket/steps/drawer";
import { useNow } from "../time/now";
import { giving, type Giving } from "../ticket/giving";
import { fits, load } from "./columns";
import type { Column } from "./rows";

interface ChooseProps {
  row: TicketRow;
  columns: readonly Column[];
  choose: (crew: Crew) => void;
  close: () => void;
}

export function ChooseCrew({ row, columns, choose, close }: ChooseProps) {
  const list = useRef<HTMLDivElement>(null);
  const now = useNow();
  const fitting = columns.filter(({ crew }) => crew !== null && fits(row, crew));
  const step = giving(row);
  // On the whole page: M and the number may follow each other faster than the list takes the keyboard.
  const press = useEffectEvent((event: KeyboardEvent) => {
    const { key } = event;
    if (locked() || composing(event) || event.ctrlKey || event.altKey || event.metaKey) return;
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
      title={`${step ? words.Step[step] : "派"}给哪个班组　${row.number}`}
      width={440}
      footer={<span className="quiet">按数字键选班组；↑↓ 移动，Enter 确定，Esc 取消</span>}
      onCancel={close}
    >
      <Fields what="button">
        <div ref={list} role="group" aria-label="班组" className="crews">
          {fitting.length === 0 && <Empty description="没有可以接这张工单的班组。请管理员在“设置与日历”中添加。" />}
          {fitting.map(({ crew, rows, more }, place) => {
            const { open, late } = load(rows, now);
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
      </Fields>
    </Modal>
  );
}

export interface Given {
  ticket: number;
  step: Giving;
  crew: string;
}

/** The step's own form: what it must be told is asked there, and a refusal is shown there. */
export function Give({ given: { ticket, step, crew }, done, close }: { given: Given; done: () => void; close: () => void }) {
  const { data: view } = useRead("ticket_get", { ticket });
  return view ? <StepDrawer step={step} view={view} given={{ crew }} done={done} close={close} /> : null;
}
