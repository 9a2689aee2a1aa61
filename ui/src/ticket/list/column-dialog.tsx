// 列设置: which columns are shown, and in which order.
import { DownOutlined, UpOutlined } from "@ant-design/icons";
import { Button, Checkbox, Flex, Modal } from "antd";
import { useLayoutEffect, useRef, useState, type KeyboardEvent } from "react";
import type { ListColumn } from "../../gen/wire";
import { words } from "../../gen/words";
import { USUAL } from "../columns";
import { shifted } from "./layout";

interface Props {
  shown: readonly ListColumn[];
  arrange: (columns: readonly ListColumn[] | null) => void;
  close: () => void;
}

const ALL = Object.keys(words.ListColumn) as ListColumn[];
const full = (shown: readonly ListColumn[]) => [...shown, ...ALL.filter((one) => !shown.includes(one))];

export function ColumnDialog({ shown: before, arrange, close }: Props) {
  const [order, setOrder] = useState(() => full(before));
  const [shown, setShown] = useState<ReadonlySet<ListColumn>>(() => new Set(before));
  const [fresh, setFresh] = useState(false);
  const [told, setTold] = useState("");
  const list = useRef<HTMLUListElement>(null);
  const held = useRef<HTMLElement | null>(null);

  // What is moved on the page loses the keyboard, and so does a button that has nothing more to do.
  useLayoutEffect(() => {
    const at = held.current;
    held.current = null;
    if (at?.matches(":disabled")) at.closest("li")?.querySelector<HTMLElement>("input:enabled, button:enabled")?.focus();
    else if (document.activeElement !== at) at?.focus();
  }, [order]);

  const move = (one: ListColumn, by: -1 | 1) => {
    held.current = document.activeElement instanceof HTMLElement ? document.activeElement : null;
    const next = shifted(order, order.indexOf(one), by);
    setOrder(next);
    setFresh(false);
    setTold(`${words.ListColumn[one]}，第 ${next.indexOf(one) + 1} 项`);
  };
  const press = (one: ListColumn) => (event: KeyboardEvent) => {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    if (event.altKey) return move(one, by as -1 | 1);
    // Without Alt the keyboard itself goes to the column above or below.
    const rows = [...(list.current?.children ?? [])];
    rows[order.indexOf(one) + by]?.querySelector<HTMLElement>("input:enabled, button:enabled")?.focus();
  };
  const turn = (one: ListColumn, on: boolean) => {
    setShown(new Set(on ? [...shown, one] : [...shown].filter((other) => other !== one)));
    setFresh(false);
  };
  const reset = () => {
    setOrder(full(USUAL));
    setShown(new Set(USUAL));
    setFresh(true);
    setTold("已恢复默认，请按“确定”保存。");
  };
  const save = () => {
    arrange(fresh ? null : order.filter((one) => shown.has(one)));
    close();
  };
  return (
    <Modal
      open
      title="列设置"
      width={420}
      onCancel={close}
      onOk={save}
      footer={(_, { OkBtn, CancelBtn }) => (
        <Flex justify="space-between">
          <Button onClick={reset}>恢复默认</Button>
          <Flex gap={8}>
            <CancelBtn />
            <OkBtn />
          </Flex>
        </Flex>
      )}
    >
      <p className="quiet told">勾选要显示的列；Alt+↑、Alt+↓ 调整顺序。</p>
      <ul ref={list} className="sections column-list" aria-label="列">
        {order.map((one, place) => (
          <li key={one} onKeyDown={press(one)}>
            <Checkbox checked={shown.has(one)} disabled={one === "number"} onChange={({ target }) => turn(one, target.checked)}>
              {words.ListColumn[one]}
            </Checkbox>
            <span>
              <Button type="text" size="small" icon={<UpOutlined />} aria-label={`上移${words.ListColumn[one]}`} disabled={place === 0} onClick={() => move(one, -1)} />
              <Button type="text" size="small" icon={<DownOutlined />} aria-label={`下移${words.ListColumn[one]}`} disabled={place === order.length - 1} onClick={() => move(one, 1)} />
            </span>
          </li>
        ))}
      </ul>
      <span role="status" className="unseen">
        {told}
      </span>
    </Modal>
  );
}
