import { expect, test } from "vitest";
import type { TrustView } from "../gen/wire";
import { trustNotice, trustProblem, trustSaid } from "./trust";

const holds: TrustView = {
  witness: "holds",
  witness_zh: "与本机核对记录一致",
  behind: 0,
  lost: 0,
  written_at: 0,
  key: "9f3a-77c2-01bd-55e0",
  unconfirmed: [],
  signed: true,
  confirm: null,
  sealing_stopped: false,
};

test("what holds is said with the key's id, and troubles nobody", () => {
  expect(trustProblem(holds)).toBeNull();
  expect(trustNotice(holds)).toBeNull();
  expect(trustSaid(holds)).toEqual({ good: true, said: expect.stringContaining("9f3a-77c2-01bd-55e0") as string });
});

test("what differs is said to everybody, with what is lost and what to do", () => {
  const rolled: TrustView = { ...holds, witness: "rolled_back", witness_zh: "数据比本机核对记录旧", lost: 7, sealing_stopped: true, confirm: "rolled_back" };
  const said = trustProblem(rolled) ?? "";
  for (const part of ["数据比本机核对记录旧", "缺少 7 条记录", "不能封存签字", "扫描登记", "系统管理员"]) expect(said).toContain(part);
  expect(trustNotice(rolled)).toBeNull();
  expect(trustSaid(rolled).good).toBe(false);
});

test("what nobody has confirmed is never said to be in order", () => {
  for (const odd of [
    { witness: "absent", confirm: "no_record" },
    { witness: "absent", confirm: "older_file", signed: false },
    { witness: "unchecked" },
    { unconfirmed: ["0123456789abcdef"], confirm: "lost_key" },
  ] as Partial<TrustView>[]) {
    expect(trustProblem({ ...holds, ...odd })).toBeNull();
    expect(trustNotice({ ...holds, ...odd })).not.toBeNull();
    expect(trustSaid({ ...holds, ...odd }).good).toBe(false);
  }
});
