import { expect, test } from "vitest";
import type { TrustView } from "../gen/wire";
import { COPY, HOLDS as holds, ROLLED_BACK } from "../test/trust";
import { checkResult, confirmQuestion, trustNotice, trustProblem, trustSaid } from "./trust";

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

test("a copy says its own number and of which data it is one, and that a drill needs no comparing", () => {
  expect(trustProblem(COPY)).toMatch(/副本编号 3c41-9d02，原数据在 D:\\演示数据/);
  const asked = confirmQuestion(COPY).join("");
  for (const part of ["副本编号 3c41-9d02", "恢复演练不必核对", "原文件夹中的数据此后不能再封存签字"]) expect(asked).toContain(part);
  expect(confirmQuestion(ROLLED_BACK).join("")).toMatch(/缺少 7 条记录.*以现有数据为准/s);
  expect(confirmQuestion(holds)).toHaveLength(1);
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

test("whoever may compare the key is told to do it, and is not sent to themselves", () => {
  expect(trustProblem(ROLLED_BACK, true)).toContain("核对密钥");
  expect(trustProblem(ROLLED_BACK, true)).not.toContain("系统管理员");
  const absent: TrustView = { ...holds, witness: "absent", confirm: "no_record" };
  expect(trustNotice(absent, true)).not.toContain("系统管理员");
  expect(trustNotice(absent, false)).toContain("请系统管理员");
});

test("a check of a file that differs leads with what differs, and never says that nothing was changed", () => {
  const held = "20 条记录前后相连，没有发现改动";
  expect(checkResult(holds, false, held)).toMatchObject({ type: "success", title: `校验通过：${held}。` });
  const differs = checkResult(ROLLED_BACK, false, held);
  expect(differs.type).toBe("error");
  expect(differs.title).toMatch(/^数据比本机核对记录旧.*缺少 7 条记录/);
  const unknown = checkResult({ ...holds, witness: "absent", confirm: "no_record" }, false, held);
  expect(unknown.type).toBe("warning");
  expect(unknown.title).toMatch(/^本机尚无核对记录/);
  for (const { title, description } of [differs, unknown]) {
    expect(title).not.toMatch(/没有被改动|没有发现改动|校验通过|校验完毕/);
    expect(description).toContain("不能据此确认");
  }
});
