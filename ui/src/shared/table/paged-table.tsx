// A list that goes on: its rows, why it is empty, and more of it.
import { Button, Empty, Flex, Table, type TableProps } from "antd";
import type { RefusedError } from "../../api/platform";
import { useHotkeys, type Hotkey } from "../keyboard/hotkeys";
import { KeyCap } from "../keyboard/key-cap";
import { FailureAlert, READ_FAILED_TEXT } from "../dialogs/refusal";

export interface PagedList<T> {
  rows: T[];
  error: RefusedError | null;
  isPending: boolean;
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  fetchNextPage: () => unknown;
  refetch: () => unknown;
}

interface Props<T> extends Pick<TableProps<T>, "columns" | "rowKey" | "onRow" | "scroll"> {
  list: PagedList<T>;
  empty: string;
}

const NONE: Hotkey[] = [];

export function PagedTable<T extends object>({ list, empty, ...table }: Props<T>) {
  const more = () => {
    if (!list.isFetchingNextPage) void list.fetchNextPage();
  };
  useHotkeys(list.hasNextPage ? [{ press: "M", does: "列出更多", group: "本页", run: more }] : NONE);
  return (
    <>
      {list.error && <FailureAlert error={list.error} again={() => void list.refetch()} />}
      <Table<T>
        size="small"
        dataSource={list.rows}
        loading={list.isPending}
        pagination={false}
        locale={{ emptyText: <Empty description={list.error ? READ_FAILED_TEXT : empty} /> }}
        {...table}
      />
      {list.hasNextPage && (
        <Flex justify="center" style={{ marginTop: 12 }}>
          <Button loading={list.isFetchingNextPage} aria-keyshortcuts="M" onClick={more}>
            更多 <KeyCap of="M" />
          </Button>
        </Flex>
      )}
    </>
  );
}
