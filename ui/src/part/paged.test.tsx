import { render, screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { Refused } from "../platform";
import { Paged, type List } from "./paged";
import { UNREAD } from "./refusal";

const list = (error: Refused | null) => ({ rows: [], error, isPending: false, hasNextPage: false, isFetchingNextPage: false }) as unknown as List<{ id: number }>;

it("says that there is nothing only when it has been read", () => {
  const { rerender } = render(<Paged list={list(null)} rowKey="id" columns={[]} empty="没有单据。" />);
  expect(screen.getByText("没有单据。")).toBeTruthy();
  rerender(<Paged list={list(new Refused(null))} rowKey="id" columns={[]} empty="没有单据。" />);
  expect(screen.getByText(UNREAD)).toBeTruthy();
  expect(screen.queryByText("没有单据。")).toBeNull();
});
