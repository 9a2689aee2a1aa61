// A list that goes on: its rows, why it is empty, and more of it.
import { Button, Empty, Flex, Table, type TableProps } from "antd";
import type { Refused } from "../platform";
import { Failed, UNREAD } from "./refusal";

export interface List<T> {
  rows: T[];
  error: Refused | null;
  isPending: boolean;
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  fetchNextPage: () => unknown;
  refetch: () => unknown;
}

interface Props<T> extends Pick<TableProps<T>, "columns" | "rowKey" | "onRow" | "rowSelection" | "scroll"> {
  list: List<T>;
  empty: string;
}

export function Paged<T extends object>({ list, empty, ...table }: Props<T>) {
  return (
    <>
      {list.error && <Failed error={list.error} again={() => void list.refetch()} />}
      <Table<T>
        size="small"
        dataSource={list.rows}
        loading={list.isPending}
        pagination={false}
        locale={{ emptyText: <Empty description={list.error ? UNREAD : empty} /> }}
        {...table}
      />
      {list.hasNextPage && (
        <Flex justify="center" style={{ marginTop: 12 }}>
          <Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            更多
          </Button>
        </Flex>
      )}
    </>
  );
}
