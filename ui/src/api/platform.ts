// The one door to the program. No other file imports @tauri-apps/*, and no screen knows what is behind.
// Deliberately absent: anything about tickets; retries (a refused write must be seen, not repeated).
import { invoke } from "@tauri-apps/api/core";
import type { Commands } from "../gen/commands";
import type { Refusal } from "../gen/wire";

export type CommandName = keyof Commands;
export type CommandRequest<N extends CommandName> = Commands[N]["request"];
export type CommandReply<N extends CommandName> = Commands[N]["reply"];

/** What the program refused, or `null` code when the program could not be reached at all. */
export class RefusedError extends Error {
  constructor(readonly refusal: Refusal | null) {
    super(refusal?.code ?? "unreachable");
  }
}

export function refusalOf(error: unknown): Refusal | null {
  return error instanceof RefusedError ? error.refusal : null;
}

function isRefusal(error: unknown): error is Refusal {
  return typeof error === "object" && error !== null && "code" in error && "args" in error;
}

/** What is asked, and its refusal as `Refused`. */
async function unwrapReply<T>(answer: Promise<unknown>): Promise<T> {
  try {
    return (await answer) as T;
  } catch (error) {
    throw new RefusedError(isRefusal(error) ? error : null);
  }
}

interface Asked {
  name: CommandName;
  request: unknown;
  work?: string | undefined;
  then?: CommandName;
}

async function overBridge(asked: Asked): Promise<unknown> {
  const body = JSON.stringify(asked);
  const reply = await fetch("/call", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body,
    // What a page keeps when it is left, as the program hears it too. A browser lets no more than 64 KiB outlive a page.
    keepalive: asked.name === "kept_put" && body.length < 16_000,
  });
  const answer: unknown = await reply.json();
  if (reply.ok) return answer;
  throw answer;
}

const answer = (asked: Asked) => (__BRIDGE__ ? overBridge(asked) : invoke("call", { ...asked }));

declare global {
  interface Window {
    /** The desk's state, as `public/look.js` asked for it before this was read; heard once. */
    asked?: Promise<unknown>;
  }
}

/** Calls a command, under a name where it is to be watched; rejects with `Refused`. */
export async function call<N extends CommandName>(name: N, request: CommandRequest<N>, work?: string): Promise<CommandReply<N>> {
  const early = name === "desk_state" ? window.asked : undefined;
  if (early) delete window.asked;
  return unwrapReply(early ?? answer({ name, request, work }));
}

/** Calls a command that opens a screen, and reads in the same answer what that screen shows; `null` where the person may not read it. */
export async function callAndRead<N extends CommandName, T extends CommandName>(name: N, request: CommandRequest<N>, then: T): Promise<[CommandReply<N>, CommandReply<T> | null]> {
  return unwrapReply(answer({ name, request, then }));
}

/** Percent of the data gone through, while they are opened the first time after an update; `null` where there is nothing to wait for. */
export async function readOpeningProgress(): Promise<number | null> {
  return __BRIDGE__ ? null : unwrapReply(invoke("opening"));
}

/** Opens data that somebody edited, after their tables were made again from the journal. Where a copy of them as they were lies. */
export async function openRebuilt(): Promise<string | null> {
  return __BRIDGE__ ? null : unwrapReply(invoke("open_rebuilt"));
}

/** The customer's page, in a window of its own. It can call nothing: what it shows and what is signed there goes from page
 * to page. */
export const CUSTOMER_HASH = "#/customer";

let popup: Window | null = null;

/** Opens the customer's window. Whether it stands on a screen of its own. */
export async function openCustomer(): Promise<boolean> {
  if (__BRIDGE__) {
    popup = window.open(CUSTOMER_HASH, "customer", "popup,width=1100,height=720");
    return false;
  }
  return unwrapReply(invoke("open_customer"));
}

/** Closes it. */
export async function closeCustomer(): Promise<void> {
  if (__BRIDGE__) popup?.close();
  else await invoke("close_customer").catch(() => undefined);
}

function download(name: string, media: string, base64: string) {
  const link = document.createElement("a");
  link.href = `data:${media};base64,${base64}`;
  link.download = name;
  link.click();
}

/** Whether a file that was saved can be opened from here: a browser opens its own downloads, and the window only what the system looks at and
 * does not start (`LOOKED_AT` of the shell, which refuses every other). */
export const canOpenSavedFile = (path: string) => !__BRIDGE__ && /\.(pdf|xlsx|csv|zip|jpe?g|png)$/i.test(path);

/** Opens a file that was saved. */
export async function openSavedFile(path: string): Promise<void> {
  await unwrapReply(invoke("open_saved", { path }));
}

/** Whether a folder can be opened from here. */
export const canOpenFolder = !__BRIDGE__;

/** Opens the folder the program put the month's report into. */
export async function openReportFolder(): Promise<void> {
  await unwrapReply(invoke("open_report_folder"));
}

/** Whether the system's own dialog can be asked for a folder. */
export const canChooseFolder = !__BRIDGE__;

/** Asks for a folder, first of all in this one. The chosen one, or `null` if the person changed their mind. */
export async function chooseFolder(folder: string): Promise<string | null> {
  return unwrapReply(invoke("choose_folder", { folder }));
}

/** Asks for an update file, first of all in this folder. */
export async function chooseUpdate(folder: string): Promise<string | null> {
  return unwrapReply(invoke("choose_update", { folder }));
}

/** Starts the installer that the program has checked and got ready, and ends the program. */
export async function startUpdate(): Promise<void> {
  if (!__BRIDGE__) await unwrapReply(invoke("start_update"));
}

/** Where the folder chosen last is remembered, on this computer. */
const FOLDER = "folder";

/** The folder a file lies in, with the stroke at its end: `D:\\` is one, `D:` is none. */
export const folderOf = (path: string) => path.replace(/[^\\/]*$/, "");

/** Offers a file to be saved, first in the folder chosen last. Where it went, or `null` if the person changed their mind. */
export async function saveFile(name: string, base64: string, media = "application/pdf"): Promise<string | null> {
  if (__BRIDGE__) {
    download(name, media, base64);
    return name;
  }
  const where = await unwrapReply<string | null>(invoke("save_file", { suggestedName: name, base64, folder: localStorage.getItem(FOLDER) }));
  if (where !== null) localStorage.setItem(FOLDER, folderOf(where));
  return where;
}
