import { fireEvent, render, screen, waitFor } from "@testing-library/react";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { App } from "antd";
import { beforeEach, expect, it, vi } from "vitest";
import { DeskStateContext } from "../../session/desk-state";
import type { DeskState } from "../../gen/wire";
import { HouseholdForm } from "./household-form";
import { MAX_CUSTOMER_MATCHES, toHousehold } from "../../shared/customer/household-values";

const { call } = vi.hoisted(() => ({ call: vi.fn() }));
vi.mock("../../api/platform", async (original) => ({ ...(await original<object>()), call }));

const household = (account_number: string) => ({ ...toHousehold({}), account_number, name: "演示用户", address: "演示花园" });
const saved = () => call.mock.calls.filter(([name]) => name === "customer_save");

beforeEach(() => {
  call.mockReset().mockImplementation((name: string) => {
    if (name === "customer_find") return Promise.resolve(Array.from({ length: MAX_CUSTOMER_MATCHES }, (_, id) => ({ id, household: household(`1000${id}`) })));
    if (name === "customer_save") return Promise.resolve({ value: { id: 99, household: household("1000") }, changed: ["customer"] });
    return Promise.resolve(name === "settings_get" ? { settings: { communities: [] } } : {});
  });
});

it("asks before it writes a number it cannot know to be free", async () => {
  const client = new QueryClient();
  client.setQueryData(["desk", "desk_state", {}], { person: { id: 7 } });
  client.setQueryData(["kept", "kept_get", {}], { values: {} });
  const done = vi.fn();
  render(
    <QueryClientProvider client={client}>
      <App>
        <DeskStateContext.Provider value={{ person: { id: 7 }, may: ["customer_save"] } as unknown as DeskState}>
          <HouseholdForm customer={null} close={vi.fn()} done={done} />
        </DeskStateContext.Provider>
      </App>
    </QueryClientProvider>,
  );
  const account = await screen.findByLabelText("户号");
  const sure = () => screen.queryByText("户号无误，保存");
  fireEvent.change(account, { target: { value: " 1000 " } });
  fireEvent.change(screen.getByLabelText("用户姓名"), { target: { value: "演示用户" } });
  fireEvent.change(screen.getByLabelText("详细地址"), { target: { value: "演示花园" } });
  fireEvent.keyDown(account, { key: "Enter", ctrlKey: true });
  await waitFor(() => expect(sure()).not.toBeNull());
  expect(saved()).toEqual([]);
  fireEvent.click(screen.getByText("户号无误，保存"));
  await waitFor(() => expect(done).toHaveBeenCalledWith(expect.objectContaining({ id: 99 })));
  expect(saved().map(([, request]) => request as unknown)).toEqual([{ household: household("1000") }]);
});
