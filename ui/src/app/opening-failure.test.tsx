import { App } from "antd";
import { fireEvent, render, screen, waitFor } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { RefusedError } from "../api/platform";
import { OpeningFailure } from "./opening-failure";

const openRebuilt = vi.hoisted(() => vi.fn());
vi.mock("../api/platform", async (original) => ({ ...(await original<object>()), openRebuilt }));

afterEach(() => openRebuilt.mockReset());

const shown = (code: "damaged" | "table_differs", again = vi.fn()) => {
  const error = new RefusedError({ code, field: null, args: { table: "person", key: "幽灵" } });
  render(<App><OpeningFailure error={error} again={again} /></App>);
  return again;
};

const rebuild = () => fireEvent.click(screen.getByRole("button", { name: "按记录重建" }));

describe("data that could not be opened", () => {
  it("are made again where somebody edited them, and it is said where the edited file lies", async () => {
    openRebuilt.mockResolvedValue("D:\\数据\\desk.db.before-rebuild-20261124-021000");
    const again = shown("table_differs");
    rebuild();
    await waitFor(() => expect(again).toHaveBeenCalledOnce());
    expect(await screen.findByText(/desk\.db\.before-rebuild-20261124-021000/)).toBeTruthy();
  });

  it("say why they could not be made again, and it can be tried again", async () => {
    openRebuilt.mockRejectedValue(new RefusedError({ code: "disk_full", field: null, args: {} }));
    const again = shown("table_differs");
    rebuild();
    expect(await screen.findByText(/磁盘已满/)).toBeTruthy();
    expect(again).not.toHaveBeenCalled();
    expect(screen.getByRole("button", { name: "按记录重建" }).classList.contains("ant-btn-loading")).toBe(false);
  });

  it("are not touched where they are damaged", () => {
    shown("damaged");
    expect(screen.queryByRole("button", { name: "按记录重建" })).toBeNull();
    expect(screen.getByRole("button", { name: /重\s?试/ })).toBeTruthy();
  });
});
