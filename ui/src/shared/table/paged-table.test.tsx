import { render, screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { RefusedError } from "../../api/platform";
import { PagedTable, type PagedList } from "./paged-table";
import { READ_FAILED_TEXT } from "../dialogs/refusal";

const list = (error: RefusedError | null) => ({ rows: [], error, isPending: false, hasNextPage: false, isFetchingNextPage: false }) as unknown as PagedList<{ id: number }>;

it("says that there is nothing only when it has been read", () => {
  const { rerender } = render(<PagedTable list={list(null)} rowKey="id" columns={[]} empty="没有单据。" />);
  expect(screen.getByText("没有单据。")).toBeTruthy();
  rerender(<PagedTable list={list(new RefusedError(null))} rowKey="id" columns={[]} empty="没有单据。" />);
  expect(screen.getByText(READ_FAILED_TEXT)).toBeTruthy();
  expect(screen.queryByText("没有单据。")).toBeNull();
});
