import { act, renderHook } from "@testing-library/react";
import { expect, it } from "vitest";
import { useRunningJobs, trackJob } from "./running-jobs";

it("long work is known while it runs, also when it fails; what is quick has no name", async () => {
  const { result } = renderHook(() => useRunningJobs());
  const ends: (() => void)[] = [];
  const names: (string | undefined)[] = [];
  const does = (work?: string) => {
    names.push(work);
    return new Promise<number>((done, fail) => ends.push(names.length === 1 ? () => done(1) : () => fail(new Error("full"))));
  };
  let one!: Promise<number>;
  let two!: Promise<unknown>;
  act(() => {
    one = trackJob("backup_make", does);
    two = trackJob("report_monthly", does).catch((error: unknown) => error);
  });
  expect(result.current.map(({ doing }) => doing)).toEqual(["正在备份", "正在生成报告"]);
  expect(new Set(names).size).toBe(2);
  expect(result.current.map(({ id }) => id)).toEqual(names);
  await act(async () => {
    ends[1]?.();
    expect(await two).toBeInstanceOf(Error);
  });
  expect(result.current.map(({ doing }) => doing)).toEqual(["正在备份"]);
  await act(async () => {
    ends[0]?.();
    expect(await one).toBe(1);
  });
  expect(result.current).toEqual([]);
  await trackJob("desk_state", async (work) => expect(work).toBeUndefined());
});
