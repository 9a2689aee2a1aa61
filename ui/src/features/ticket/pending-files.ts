// Files held in the form of 添加附件 until they are sent.
import type { Code, Refusal } from "../../gen/wire";
import { MAX_FILE_BYTES } from "../../shared/files/base64";
import { describeRefusal } from "../../shared/text/errors";

const KNOWN = /\.(jpe?g|png|pdf)$/i;

export interface PendingFile {
  file: File;
  /** Why it cannot be sent as it is, or was refused. */
  why: string | null;
  /** A refusal by the program may pass; a file of the wrong kind stays one. */
  again: boolean;
}

const refusal = (code: Code, args: Record<string, string | number> = {}): Refusal => ({ code, field: null, args }) as Refusal;

/** What the program would refuse anyway, told before megabytes travel. The program judges by the content itself. */
export function findFileObjection({ name, size }: Pick<File, "name" | "size">): string | null {
  if (!KNOWN.test(name)) return describeRefusal(refusal("bad_media"));
  if (size > MAX_FILE_BYTES) return describeRefusal(refusal("file_too_large", { most: MAX_FILE_BYTES, is: size }));
  return size === 0 ? "文件是空的，请换一个文件。" : null;
}

const same = (a: File, b: File) => a.name === b.name && a.size === b.size && a.lastModified === b.lastModified;

/** With more files; one that is held already is not held twice. */
export function addPendingFiles(held: readonly PendingFile[], files: readonly File[]): PendingFile[] {
  const all = [...held];
  for (const file of files) {
    if (!all.some((one) => same(one.file, file))) all.push({ file, why: findFileObjection(file), again: false });
  }
  return all;
}

/** What can be sent now. */
export const listSendableFiles = (held: readonly PendingFile[]): PendingFile[] => held.filter(({ why, again }) => why === null || again);

/** `1.4 MB`, `380 KB`. */
export function formatFileSize(bytes: number): string {
  return bytes >= 1_048_576 ? `${(bytes / 1_048_576).toFixed(1)} MB` : `${Math.max(1, Math.round(bytes / 1024))} KB`;
}
