import { act, fireEvent, render, screen } from "@testing-library/react";
import { beforeEach, expect, it, vi } from "vitest";
import type { KeyState, TrustView } from "../../gen/wire";
import { TestDesk } from "../../test/test-desk";
import { TRUST_HOLDS, TRUST_ROLLED_BACK } from "../../test/trust";
import { TrustBanner } from "./banner";
import { PassphraseDialog } from "./passphrase-dialog";
import { KeysTab } from "./keys-tab";

const { call } = vi.hoisted(() => ({ call: vi.fn() }));
vi.mock("../../api/platform", async (original) => ({ ...(await original<object>()), call }));

const UNCHECKED: TrustView = { ...TRUST_HOLDS, witness: "unchecked", witness_zh: "未核对" };
const AGENT = ["acknowledgement_sign", "key_unlock"];
const AUDITOR = ["journal_list", "journal_verify"];
const ADMINISTRATOR = ["key_unlock", "key_confirm", "key_sheet", "key_renew", "key_export", "key_import"];
const line = { id: "9f3a", since: 0, by: "示例", reason: "", followed: null, confirmed: true, public: "00" };

function answers(state: KeyState) {
  call.mockImplementation((name: string) =>
    Promise.resolve(
      name === "key_list"
        ? { state, keys: [line] }
        : name === "certificate_list"
          ? { state: "none", certificates: [] }
          : name === "authority_list"
            ? { authorities: [] }
            : name === "trust_get"
              ? { ...TRUST_ROLLED_BACK, password_needed: true, ending_accounts: ["甲"], older_passwords: ["乙"], broken_lines: [7] }
              : {},
    ),
  );
}

const draws = async (may: string[], trust: TrustView, what = <TrustBanner />) => {
  render(
    <TestDesk may={may} trust={trust}>
      {what}
      <PassphraseDialog />
    </TestDesk>,
  );
  await act(async () => undefined);
};
const button = (name: string) => screen.queryByText(name)?.closest("button") ?? null;

beforeEach(() => answers("locked"));

it("whoever may unlock the key is told that it is locked, with the way to do it", async () => {
  await draws(AGENT, UNCHECKED);
  expect(await screen.findByText(/封存密钥尚未解锁/)).toBeTruthy();
  fireEvent.click(await screen.findByRole("button", { name: "输入密钥口令" }));
  expect(await screen.findByText(/设置封存密钥时所设/)).toBeTruthy();
  expect(screen.getByText("不知道口令的，请先用纸质签字单，并联系系统管理员。")).toBeTruthy();
  fireEvent.click(await screen.findByRole("button", { name: "以后再说" }));
});

it("a key that is locked is unlocked before anything is compared", async () => {
  await draws(ADMINISTRATOR, { ...TRUST_HOLDS, witness: "absent", confirm: "no_record" });
  expect(await screen.findByText("输入密钥口令")).toBeTruthy();
  expect(button("核对密钥")).toBeNull();
});

it("a key that is there is compared", async () => {
  answers("ready");
  await draws(ADMINISTRATOR, { ...TRUST_HOLDS, witness: "absent", confirm: "no_record" });
  expect(await screen.findByText("核对密钥")).toBeTruthy();
});

it("who audits is asked for no passphrase", async () => {
  await draws(AUDITOR, UNCHECKED);
  expect(screen.queryByText(/尚未解锁/)).toBeNull();
  expect(button("输入密钥口令")).toBeNull();
});

it("where the key does not lie on this computer, nobody is asked for its passphrase", async () => {
  answers("missing");
  await draws(AGENT, UNCHECKED);
  expect(await screen.findByText(/请系统管理员导入密钥/)).toBeTruthy();
  expect(button("输入密钥口令")).toBeNull();
});

it("the administrator compares the key from the bar; others are told who does", async () => {
  await draws(ADMINISTRATOR, TRUST_ROLLED_BACK);
  expect(await screen.findByText("核对密钥")).toBeTruthy();
  expect(screen.queryByText(/请系统管理员/)).toBeNull();
});

it("others are told who compares it", async () => {
  await draws(AGENT, TRUST_ROLLED_BACK);
  expect(button("核对密钥")).toBeNull();
  expect(screen.getByText(/请系统管理员/)).toBeTruthy();
});

it("a locked key is unlocked where it is shown, and a new one is not at hand", async () => {
  await draws(ADMINISTRATOR, UNCHECKED, <KeysTab />);
  expect(await screen.findByText("密钥文件需要口令")).toBeTruthy();
  expect(await screen.findByText("输入密钥口令")).toBeTruthy();
  expect(button("启用新密钥")).toBeNull();
});

it("a key that could seal is not said to be in order while nothing can be sealed", async () => {
  answers("ready");
  await draws(ADMINISTRATOR, TRUST_ROLLED_BACK, <KeysTab />);
  expect(await screen.findByText("现在不能封存签字，请先核对密钥")).toBeTruthy();
  expect(screen.queryByText("可以封存")).toBeNull();
});

it("whoever proved no password of the record outside is asked for one", async () => {
  await draws(ADMINISTRATOR, { ...TRUST_ROLLED_BACK, password_needed: true });
  fireEvent.click(await screen.findByText("核对密钥"));
  const types = (label: string, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } });
  await screen.findByLabelText("密钥编号");
  // What ends by it is said before.
  for (const said of [/这些人员的账号不再有效：甲。/, /恢复为较早的口令：乙。/, /第 7 条/]) expect(await screen.findByText(said)).toBeTruthy();
  types("密钥编号", "9f3a-77c2-01bd-55e0");
  types("原因", "恢复了备份");
  await act(async () => fireEvent.click(screen.getByRole("button", { name: "核对无误，继续使用" })));
  expect(await screen.findByText("请填写系统管理员的密码。")).toBeTruthy();
  types("系统管理员的密码", "Demo-2025");
  await act(async () => fireEvent.click(screen.getByRole("button", { name: "核对无误，继续使用" })));
  await vi.waitFor(() => {
    const sent = call.mock.calls.find(([name]) => name === "key_confirm")?.[1] as unknown;
    expect(sent).toEqual({ id: "9f3a-77c2-01bd-55e0", reason: "恢复了备份", password: "Demo-2025", mark: "m" });
  });
});
