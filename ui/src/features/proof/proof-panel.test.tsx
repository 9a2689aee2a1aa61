import { act, fireEvent, render, screen } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { JournalPage } from "../audit/journal";
import { TestDesk } from "../../test/test-desk";
import { TRUST_HOLDS, TRUST_ROLLED_BACK } from "../../test/trust";
import { ProofPanel } from "./proof-panel";

const { call } = vi.hoisted(() => ({ call: vi.fn() }));
vi.mock("../../api/platform", async (original) => ({ ...(await original<object>()), call }));

const AUDITOR = ["journal_verify", "journal_compare"];
const CHECKED = { entries: 20, records: 3, accepted: 0, next: null, of: 20 };

const draws = (answers: Record<string, unknown>, trust: typeof TRUST_HOLDS, what = <JournalPage />) => {
  call.mockImplementation((name: string) => Promise.resolve(answers[name] ?? {}));
  render(
    <TestDesk may={AUDITOR} trust={trust}>
      {what}
    </TestDesk>,
  );
};
const press = (name: string | RegExp) => act(async () => void fireEvent.click(screen.getByText(name).closest("button") ?? document.body));

it("a check of an older file leads with what differs", async () => {
  draws({ journal_verify: CHECKED }, TRUST_ROLLED_BACK);
  await press("校验全部记录");
  const title = await screen.findByText(/^数据比本机核对记录旧/);
  expect(title.textContent).toContain("缺少 7 条记录");
  expect(screen.queryByText(/^校验(通过|完毕)/)).toBeNull();
});

it("a check of the file as it was says what it found, and no more", async () => {
  draws({ journal_verify: CHECKED }, TRUST_HOLDS);
  await press("校验全部记录");
  expect(await screen.findByText("校验通过：20 条记录、3 份签字确认单前后相连，没有发现改动。")).toBeTruthy();
});

it("what differs is named in words, each table once", async () => {
  draws({ journal_compare: { differences: 5, tables: ["ticket", "erased", "erased_file", "sqlite_schema"] } }, TRUST_HOLDS);
  await press("核对报表数据");
  expect(await screen.findByText(/涉及工单、到期清除清单、不属于本系统的内容，/)).toBeTruthy();
});

it("what agrees is what was compared", async () => {
  draws({ journal_compare: { differences: 0, tables: [] } }, TRUST_HOLDS);
  await press("核对报表数据");
  expect(await screen.findByText("核对一致：工单、用户、统计等数据与记录相符。")).toBeTruthy();
});

it.each([
  ["changed", "与锚点不符，此处或以前的记录被改动过", true],
  ["older", "数据比锚点旧，可能恢复过旧的备份，其后的记录已丢失", true],
  ["holds", "与锚点一致", false],
])("an anchor that is %s is first looked at for a slip: %s", async (verdict, verdict_zh, doubted) => {
  draws({ proof_anchor: { verdict, verdict_zh, at: null } }, TRUST_HOLDS, <ProofPanel />);
  fireEvent.change(screen.getByLabelText("锚点"), { target: { value: "1-0000-0000-0000" } });
  await press(/^核\s?对$/);
  expect(await screen.findByText(verdict_zh)).toBeTruthy();
  expect(screen.queryByText(/请先核对是否输错/) !== null).toBe(doubted);
});

it("an anchor that holds in data that nothing confirms is not shown in green", async () => {
  draws({ proof_anchor: { verdict: "holds", verdict_zh: "与锚点一致", at: null } }, { ...TRUST_HOLDS, witness: "unchecked", witness_zh: "未核对" }, <ProofPanel />);
  fireEvent.change(screen.getByLabelText("锚点"), { target: { value: "1-0000-0000-0000" } });
  await press(/^核\s?对$/);
  const title = await screen.findByText("与锚点一致");
  expect(title.closest(".ant-alert")?.className).toContain("ant-alert-warning");
  expect(screen.getByText(/请值班人员或系统管理员输入密钥口令/)).toBeTruthy();
});
