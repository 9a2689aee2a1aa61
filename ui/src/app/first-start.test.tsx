import { act, fireEvent, render, screen } from "@testing-library/react";
import { beforeEach, expect, it, vi } from "vitest";
import { TestDesk } from "../test/test-desk";
import { FirstStart } from "./first-start";

const { call } = vi.hoisted(() => ({ call: vi.fn() }));
vi.mock("../api/platform", async (original) => ({ ...(await original<object>()), call }));

const draws = async (passphrase: boolean, otherData = false) => {
  render(
    <TestDesk may={[]}>
      <FirstStart passphrase={passphrase} otherData={otherData} begin={() => undefined} over={() => undefined} />
    </TestDesk>,
  );
  await act(async () => undefined);
};
const types = (label: string, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } });
const goesOn = async () => {
  types("管理员姓名", "演示管理员");
  types("密码（至少 8 位）", "Demo-2026");
  types("再输一次密码", "Demo-2026");
  await act(async () => fireEvent.click(screen.getByRole("button", { name: "建立管理员并进入" })));
};
const asked = () => call.mock.calls.find(([name]) => name === "person_first")?.[1] as unknown;

beforeEach(() => {
  call.mockReset();
  call.mockImplementation(() => new Promise(() => undefined));
});

it("the administrator chooses where the key lies: the computer keeps it", async () => {
  await draws(false);
  expect(screen.queryByLabelText(/口令（至少/)).toBeNull();
  await goesOn();
  await vi.waitFor(() => expect(asked()).toEqual({ name: "演示管理员", password: "Demo-2026" }));
});

it("or a file under a passphrase, also where the computer could keep it", async () => {
  await draws(false);
  fireEvent.click(screen.getByLabelText("口令加密的密钥文件"));
  await screen.findByLabelText("口令（至少 12 个字）");
  types("口令（至少 12 个字）", "示例密钥口令一二三四五六");
  types("再输入一次口令", "示例密钥口令一二三四五六");
  await goesOn();
  await vi.waitFor(() => expect(asked()).toEqual({ name: "演示管理员", password: "Demo-2026", passphrase: "示例密钥口令一二三四五六" }));
});

it("over other data one of their administrators has to agree", async () => {
  await draws(false, true);
  await goesOn();
  expect(await screen.findByText("请填写原数据系统管理员的密码。")).toBeTruthy();
  expect(asked()).toBeUndefined();
  types("原数据系统管理员的密码", "Demo-2025");
  await goesOn();
  await vi.waitFor(() => expect(asked()).toEqual({ name: "演示管理员", password: "Demo-2026", witness_password: "Demo-2025" }));
});

it("where the computer keeps no secrets the file alone can be chosen", async () => {
  await draws(true);
  expect((screen.getByLabelText("本机系统的凭据保管处") as HTMLInputElement).disabled).toBe(true);
  expect(screen.getByLabelText("口令（至少 12 个字）")).toBeTruthy();
});
