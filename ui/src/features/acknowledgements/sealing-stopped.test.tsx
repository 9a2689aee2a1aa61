import { act, render, screen } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import type { TicketView } from "../../gen/wire";
import { TestDesk } from "../../test/test-desk";
import { TRUST_HOLDS, TRUST_ROLLED_BACK } from "../../test/trust";
import { ScanRegistration } from "./scan-registration";
import { SignDrawer } from "./sign-drawer";

const { call } = vi.hoisted(() => ({ call: vi.fn() }));
vi.mock("../../api/platform", async (original) => ({ ...(await original<object>()), call }));

const AGENT = ["acknowledgement_sign", "scan_list", "key_unlock"];
const view = {
  ticket: {
    id: 1,
    number: "WX2611300001",
    version: 3,
    open: { name: "示例用户", phone: "", address: "示例花园", community: "", asked: { kind: "repair" } },
    case: { kind: "repair" },
    acknowledgement: null,
  },
  pages: ["work_order"],
} as unknown as TicketView;
const ticket = { ticket: 1, number: "WX2611300001", name: "示例用户", address: "示例花园", waits: true };
const ANSWERS: Record<string, unknown> = {
  kept_get: { values: {} },
  settings_get: { settings: { keep_pen: false } },
  acknowledgement_draft: { kind: "repair_done", facts: [], place: "示例花园", staff: "示例", text: "以上维修内容已经完成。" },
  scan_list: { rows: [{ scan: 1, name: "单据.jpg", by: "示例", at: 0, code: "", ticket }] },
  scan_get: { media: "image/jpeg", base64: "" },
};

const draws = async (trust: typeof TRUST_HOLDS, may: string[], what = <SignDrawer view={view} correct={false} close={() => undefined} />) => {
  call.mockImplementation((name: string) => Promise.resolve(ANSWERS[name] ?? {}));
  render(
    <TestDesk may={may} trust={trust}>
      {what}
    </TestDesk>,
  );
  await act(async () => undefined);
};
const button = (name: string) => screen.queryByText(name)?.closest("button") ?? null;

it("while nothing can be sealed nobody is asked to sign: the form says so first, and offers paper", async () => {
  await draws(TRUST_ROLLED_BACK, AGENT);
  expect(await screen.findByText("现在不能封存签字，请用户在纸质单据上签字。")).toBeTruthy();
  for (const name of ["给用户看并签字", "在用户屏幕上签字", "确认并封存"]) expect(button(name), name).toBeNull();
  expect(screen.queryByLabelText("签名区")?.closest("form")?.hidden).toBe(true);
  expect(screen.getByText(/打印/, { selector: "button span" })).toBeTruthy();
  expect(button("前往“扫描登记”")).not.toBeNull();
  expect(button("核对密钥")).toBeNull();
});

it("whoever may compare the key does so from the form", async () => {
  await draws(TRUST_ROLLED_BACK, [...AGENT, "key_confirm"]);
  expect(button("核对密钥")).not.toBeNull();
});

it("where all is well the form is as ever", async () => {
  await draws(TRUST_HOLDS, AGENT);
  expect(screen.queryByText(/现在不能封存签字/)).toBeNull();
  for (const name of ["给用户看并签字", "在用户屏幕上签字", "确认并封存"]) expect(button(name), name).not.toBeNull();
});

it("a scanned page waits in the tray, and that is said where it waits", async () => {
  await draws(TRUST_ROLLED_BACK, AGENT, <ScanRegistration />);
  expect(await screen.findByText("单据可以照常放入，在此暂存；现在不能登记。")).toBeTruthy();
  expect(screen.getByText(/请系统管理员核对密钥.*不必重新扫描/)).toBeTruthy();
  await screen.findByText("单据.jpg");
  // Between two characters the library puts a space.
  expect(screen.getByRole<HTMLButtonElement>("button", { name: /^登\s?记$/ }).disabled).toBe(true);
});

it("a page of another ticket of the same number says so, and names none", async () => {
  const rows = [{ scan: 1, name: "单据.jpg", by: "示例", at: 0, code: "WX2611300001/3F9A", ticket: null, is_other_ticket: true }];
  const before = ANSWERS.scan_list;
  ANSWERS.scan_list = { rows };
  await draws(TRUST_HOLDS, AGENT, <ScanRegistration />);
  ANSWERS.scan_list = before;
  expect(await screen.findByText("不是现在的同号工单")).toBeTruthy();
  expect(screen.getByText(/编号相同的工单现在是另一张/)).toBeTruthy();
  expect(screen.queryByText("示例用户")).toBeNull();
});
