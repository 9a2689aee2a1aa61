import { expect, test } from "vitest";
import type { TrustView } from "../../gen/wire";
import { TRUST_COPY, TRUST_HOLDS as holds, TRUST_ROLLED_BACK } from "../../test/trust";
import { describeCheckResult, describeConfirmation, findTrustNotice, findTrustProblem, describeTrust } from "./trust";

test("what holds is said with the key's id, and troubles nobody", () => {
  expect(findTrustProblem(holds)).toBeNull();
  expect(findTrustNotice(holds)).toBeNull();
  expect(describeTrust(holds)).toEqual({ good: true, said: expect.stringContaining("9f3a-77c2-01bd-55e0") as string });
});

test("what differs is said to everybody, with what is lost and what to do", () => {
  const rolled: TrustView = { ...holds, witness: "rolled_back", witness_zh: "数据比本机核对记录旧", lost: 7, sealing_stopped: true, confirm: "rolled_back" };
  const said = findTrustProblem(rolled) ?? "";
  for (const part of ["数据比本机核对记录旧", "缺少 7 条记录", "不能封存签字", "扫描登记", "系统管理员"]) expect(said).toContain(part);
  expect(findTrustProblem({ ...rolled, lost_since: Date.UTC(2026, 10, 24, 2) })).toContain("缺少 2026-11-24 10:00 以后的 7 条记录");
  expect(findTrustNotice(rolled)).toBeNull();
  expect(describeTrust(rolled).good).toBe(false);
});

test("a copy says its own number and of which data it is one, and that a drill needs no comparing", () => {
  expect(findTrustProblem(TRUST_COPY)).toMatch(/副本编号 3c41-9d02，原数据在 D:\\演示数据/);
  const asked = describeConfirmation(TRUST_COPY).join("");
  for (const part of ["副本编号 3c41-9d02", "恢复演练不必核对", "原文件夹中的数据此后不能再封存签字"]) expect(asked).toContain(part);
  expect(describeConfirmation(TRUST_ROLLED_BACK).join("")).toMatch(/缺少 7 条记录.*以现有数据为准/s);
  expect(describeConfirmation(holds)).toHaveLength(1);
});

test("what nobody has confirmed is never said to be in order", () => {
  for (const odd of [
    { witness: "absent", confirm: "no_record" },
    { witness: "absent", confirm: "older_file", signed: false },
    { witness: "unchecked" },
    { unconfirmed: ["0123456789abcdef"], confirm: "lost_key" },
  ] as Partial<TrustView>[]) {
    expect(findTrustProblem({ ...holds, ...odd })).toBeNull();
    expect(findTrustNotice({ ...holds, ...odd })).not.toBeNull();
    expect(describeTrust({ ...holds, ...odd }).good).toBe(false);
  }
});

test("whoever may compare the key is told to do it, and is not sent to themselves", () => {
  expect(findTrustProblem(TRUST_ROLLED_BACK, true)).toContain("核对密钥");
  expect(findTrustProblem(TRUST_ROLLED_BACK, true)).not.toContain("系统管理员");
  const absent: TrustView = { ...holds, witness: "absent", confirm: "no_record" };
  expect(findTrustNotice(absent, true)).not.toContain("系统管理员");
  expect(findTrustNotice(absent, false)).toContain("请系统管理员");
});

test("a check of a file that differs leads with what differs, and never says that nothing was changed", () => {
  const held = "20 条记录前后相连，没有发现改动";
  expect(describeCheckResult(holds, false, held)).toMatchObject({ type: "success", title: `校验通过：${held}。` });
  const differs = describeCheckResult(TRUST_ROLLED_BACK, false, held);
  expect(differs.type).toBe("error");
  expect(differs.title).toMatch(/^数据比本机核对记录旧.*缺少 7 条记录/);
  const unknown = describeCheckResult({ ...holds, witness: "absent", confirm: "no_record" }, false, held);
  expect(unknown.type).toBe("warning");
  expect(unknown.title).toMatch(/^本机尚无核对记录/);
  for (const { title, description } of [differs, unknown]) {
    expect(title).not.toMatch(/没有被改动|没有发现改动|校验通过|校验完毕/);
    expect(description).toContain("不能据此确认");
  }
});
