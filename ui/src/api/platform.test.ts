import { expect, it, vi } from "vitest";
import { call } from "./platform";

const { invoke } = vi.hoisted(() => ({ invoke: vi.fn() }));
vi.mock("@tauri-apps/api/core", () => ({ invoke }));

it("hears what was asked before the page's code was read, once", async () => {
  invoke.mockResolvedValue("later");
  window.asked = Promise.resolve("early");
  expect(await call("desk_state", {})).toBe("early");
  expect(invoke).not.toHaveBeenCalled();
  expect(await call("desk_state", {})).toBe("later");
  window.asked = Promise.resolve("early");
  expect(await call("settings_get", {})).toBe("later");
});

it("tells a refusal of the early question as one", async () => {
  window.asked = Promise.reject({ code: "damaged", args: {} } as unknown as Error);
  await expect(call("desk_state", {})).rejects.toMatchObject({ message: "damaged" });
});
