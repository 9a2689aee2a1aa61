import { QueryClient } from "@tanstack/react-query";
import { act, renderHook } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import type { Refusal } from "../gen/wire";
import { useFormProblem } from "../shared/dialogs/use-form-problem";
import { applyReply, refreshQueries } from "./refresh";
import { useKeyChanged } from "./passphrase-request";

const fresh = async (changed: string[]) => {
  const client = new QueryClient();
  const keys = [["desk", "desk_state", {}], ["key", "key_list", {}], ["ticket", "ticket_board", {}]];
  for (const key of keys) client.setQueryData(key, {});
  await refreshQueries(client, changed);
  return keys.filter((key) => client.getQueryState(key)?.isInvalidated).map(([noun]) => noun);
};

it("reads the desk's state again after whatever changes what it says of the key, the data, the company or the person", async () => {
  expect(await fresh(["key"])).toEqual(["desk", "key"]);
  expect(await fresh(["key", "state"])).toEqual(["desk", "key"]);
  for (const noun of ["settings", "calendar", "person"]) expect(await fresh([noun])).toEqual(["desk"]);
  expect(await fresh(["ticket"])).toEqual(["ticket"]);
});

it("tells whoever waits for the key, and nobody else's change", async () => {
  const told = vi.fn();
  const { unmount } = renderHook(() => useKeyChanged(told));
  await refreshQueries(new QueryClient(), ["ticket"]);
  expect(told).not.toHaveBeenCalled();
  await refreshQueries(new QueryClient(), ["key"]);
  expect(told).toHaveBeenCalledTimes(1);
  unmount();
  await refreshQueries(new QueryClient(), ["key"]);
  expect(told).toHaveBeenCalledTimes(1);
});

it("takes away that a form was refused for want of the passphrase once that is given, and no other reason", async () => {
  const { result } = renderHook(useFormProblem);
  const refused = (code: Refusal["code"]) => act(() => result.current[1]({ code, args: {}, field: null } as unknown as Refusal));
  refused("key_locked");
  expect(result.current[0]).toBe("封存密钥尚未解锁，请先输入密钥口令。");
  await act(() => refreshQueries(new QueryClient(), ["key"]));
  expect(result.current[0]).toBe("");
  refused("disk_full");
  await act(() => refreshQueries(new QueryClient(), ["key"]));
  expect(result.current[0]).toContain("磁盘已满");
});

it("takes the ticket that a reply brings into the cache, and reads again only what else it names", async () => {
  const client = new QueryClient();
  const key = ["ticket/12", "ticket_get", { ticket: 12 }];
  const view = (version: number) => ({ ticket: { id: 12, version }, moves: [] });
  const reply = (version: number) => ({ value: view(version), changed: ["ticket/12", "ticket"] });
  client.setQueryData(["ticket/12", "ticket_tell", { ticket: 12 }], {});
  client.setQueryData(["ticket", "ticket_board", {}], {});
  client.setQueryData(key, view(3));
  await applyReply(client, reply(4));
  expect(client.getQueryData(key)).toEqual(view(4));
  expect(client.getQueryState(key)?.isInvalidated).toBe(false);
  for (const other of [["ticket/12", "ticket_tell", { ticket: 12 }], ["ticket", "ticket_board", {}]]) {
    expect(client.getQueryState(other)?.isInvalidated).toBe(true);
  }
  // A reply that comes late takes nothing back.
  await applyReply(client, reply(2));
  expect(client.getQueryData(key)).toEqual(view(4));
});

it("reads the ticket again where a reply names it and does not bring it", async () => {
  const client = new QueryClient();
  const key = ["ticket/12", "ticket_get", { ticket: 12 }];
  client.setQueryData(key, {});
  await applyReply(client, { value: { id: 7 }, changed: ["ticket/12"] });
  expect(client.getQueryState(key)?.isInvalidated).toBe(true);
});
