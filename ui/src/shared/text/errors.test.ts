import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { describeRefusal, REFUSAL_SENTENCES } from "./errors";

const codes = /export type Code = ([^;]+);/
  .exec(readFileSync("src/gen/wire.ts", "utf8"))?.[1]
  ?.split("|")
  .map((code) => code.trim().replaceAll('"', ""));

describe("sentences", () => {
  it("are there for every code the program has, and for no other", () => {
    expect(codes?.length).toBeGreaterThan(50);
    expect(Object.keys(REFUSAL_SENTENCES).sort()).toEqual([...(codes ?? [])].sort());
  });

  it("are whole Chinese sentences without code or holes, also without args", () => {
    for (const [code, say] of Object.entries(REFUSAL_SENTENCES)) {
      const text = say({});
      expect(text, code).toMatch(/^[\u4e00-\u9fff“].*[。！]$/u);
      expect(text, code).not.toMatch(/undefined|null|NaN|[a-z]+_[a-z]+/);
    }
  });

  it("name the values of the refusal", () => {
    const refused = (code: "too_long" | "file_too_large" | "time_before_previous" | "name_taken", args: Record<string, unknown>) =>
      describeRefusal({ code, field: null, args });
    expect(refused("name_taken", { what: "person" })).toContain("同名人员");
    expect(refused("name_taken", {})).not.toContain("人员");
    expect(refused("too_long", { most: 50, is: 61 })).toContain("最多 50 个字，现在是 61 个字");
    expect(refused("file_too_large", { most: 10_485_760, is: 15_728_640 })).toContain("最多 10.0 MB，现在是 15.0 MB");
    expect(refused("time_before_previous", { previous: Date.UTC(2026, 10, 22, 18, 10) })).toContain("2026-11-23 02:10");
  });

  it("name the first broken place, and no word that only a developer knows", () => {
    const detail = "a line was changed";
    const said = (args: Record<string, unknown>) => describeRefusal({ code: "damaged", field: null, args: { detail, ...args } });
    expect(said({ seq: 42 })).toContain("第 42 条记录");
    expect(said({ seq: 42, number: "QZWX2611240001" })).toContain("签字确认单 QZWX2611240001");
    for (const [code, say] of Object.entries(REFUSAL_SENTENCES)) {
      expect(say({ detail }), code).not.toContain(detail);
    }
  });

  it("name what somebody put into the file or edited there", () => {
    const said = (code: "foreign_object" | "schema_changed" | "table_differs", args: Record<string, unknown>) =>
      describeRefusal({ code, field: null, args });
    expect(said("foreign_object", { kind: "trigger", name: "x" })).toContain("不属于本系统的触发器“x”");
    expect(said("schema_changed", { kind: "table", name: "scan" })).toContain("表“scan”缺失或被改动");
    expect(said("table_differs", { table: "person", key: "幽灵" })).toContain("人员（幽灵）与记录不符");
    expect(said("table_differs", { table: "acknowledgement", key: 42 })).toContain("签字记录清单（42）");
  });

  it("say so when the program does not answer", () => {
    expect(describeRefusal(null)).toContain("没有应答");
  });
});
