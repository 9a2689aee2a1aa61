// 交接事项: what the shift before left to this one, until it is read; and who has read what was left.
import { Button, Card, Flex } from "antd";
import { useChange, useRead } from "../../api/use-command";
import { useDesk, useMay } from "../../session/desk-state";
import type { ShiftNote } from "../../gen/wire";
import { useHotkeys, type Hotkey } from "../../shared/keyboard/hotkeys";
import { useShowRefusal } from "../../shared/dialogs/refusal";
import { formatMoment } from "../../shared/time/shanghai";

const NONE: Hotkey[] = [];

export function useShiftNotes(): ShiftNote[] {
  const may = useMay()("shift_notes");
  return useRead("shift_notes", {}, { enabled: may }).data?.notes ?? [];
}

/** Those of others that this person has not read. */
export const filterUnreadNotes = (notes: readonly ShiftNote[], person: number | undefined) =>
  notes.filter(({ id, read_by }) => id !== person && !read_by.some((reader) => reader.id === person));

export function HandoverNotes() {
  const { person } = useDesk();
  const waiting = filterUnreadNotes(useShiftNotes(), person?.id);
  const take = useChange("shift_read");
  const say = useShowRefusal();
  const read = () => {
    if (!take.isPending) take.mutate({}, { onError: say });
  };
  useHotkeys(waiting.length > 0 ? [{ press: "H", does: "交接事项已阅", group: "本页", run: read }] : NONE);
  if (waiting.length === 0) return null;
  return (
    <Card
      size="small"
      className="told-card"
      role="region"
      aria-label="交接事项"
      title="上一班留下的交接事项"
      extra={
        <Button size="small" type="primary" loading={take.isPending} aria-keyshortcuts="H" onClick={read}>
          已阅{" "}
          <kbd className="key" aria-hidden>
            H
          </kbd>
        </Button>
      }
    >
      <ul className="told-list" tabIndex={0} aria-label="交接事项">
        {waiting.map((note) => (
          <Note key={`${note.id}/${note.at}`} note={note} />
        ))}
      </ul>
    </Card>
  );
}

/** What was left before, and by whom it was read. */
export function EarlierHandoverNotes() {
  const notes = useShiftNotes();
  if (notes.length === 0) return null;
  return (
    <details className="stages-all">
      <summary>以前留下的交接事项</summary>
      <ul className="told-list" tabIndex={0} aria-label="以前留下的交接事项">
        {notes.map((note) => (
          <Note key={`${note.id}/${note.at}`} note={note} readers />
        ))}
      </ul>
    </details>
  );
}

function Note({ note: { text, by, at, read_by }, readers = false }: { note: ShiftNote; readers?: boolean }) {
  return (
    <li>
      <div style={{ whiteSpace: "pre-wrap" }}>{text}</div>
      <Flex gap={12} className="quiet">
        <span>
          {by}　{formatMoment(at)}
        </span>
        {readers && <span>{read_by.length === 0 ? "还没有人已阅" : `已阅：${read_by.map((one) => `${one.by} ${formatMoment(one.at)}`).join("、")}`}</span>}
      </Flex>
    </li>
  );
}
