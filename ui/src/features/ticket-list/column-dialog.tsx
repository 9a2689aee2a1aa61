// 列设置: which columns are shown, and in which order.
import { Button, Flex, Modal } from "antd";
import { useState } from "react";
import type { TicketColumn } from "../../gen/wire";
import { words } from "../../gen/words";
import { InitialFocus } from "../../shared/keyboard/initial-focus";
import { toOrderedChoices, listChosenKeys, OrderedChoiceList } from "../../shared/table/ordered-choice-list";
import { DEFAULT_COLUMNS } from "./columns";

interface Props {
  shown: readonly TicketColumn[];
  arrange: (columns: readonly TicketColumn[] | null) => void;
  close: () => void;
}

const ALL = Object.keys(words.TicketColumn) as TicketColumn[];

export function ColumnDialog({ shown, arrange, close }: Props) {
  const [rows, setRows] = useState(() => toOrderedChoices(shown, ALL));
  // As delivered, or as the view that is looked at brings them: then nothing is kept.
  const [fresh, setFresh] = useState(false);
  const put = (next: typeof rows, reset = false) => {
    setRows(next);
    setFresh(reset);
  };
  const save = () => {
    arrange(fresh ? null : listChosenKeys(rows));
    close();
  };
  return (
    <Modal
      open
      title="列设置"
      width={480}
      onCancel={close}
      onOk={save}
      footer={(_, { OkBtn, CancelBtn }) => (
        <Flex justify="space-between">
          <Button onClick={() => put(toOrderedChoices(DEFAULT_COLUMNS, ALL), true)}>恢复默认</Button>
          <Flex gap={8}>
            <CancelBtn />
            <OkBtn />
          </Flex>
        </Flex>
      )}
    >
      <p className="quiet told">↑ ↓ 移动，空格勾选，Alt+↑、Alt+↓ 调整顺序，Ctrl+Enter 确定。</p>
      <InitialFocus>
        <OrderedChoiceList label="列" rows={rows} words={words.TicketColumn} fixed="number" change={put} className="column-list" />
      </InitialFocus>
    </Modal>
  );
}
