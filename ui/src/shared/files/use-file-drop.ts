// Files that are dropped on a page or pasted into it. The window leaves what is dropped to its page (`dragDropEnabled`).
import { useEffect, useState } from "react";
import { programNow } from "../../api/now";
import { formatMomentWithSeconds } from "../time/shanghai";
import { isDeskLocked } from "../keyboard/hotkeys";
import { hasDraggedFiles } from "./block-stray-drops";

/** What a clipboard calls a picture that never was a file. */
const NAMELESS = /^image\.(png|jpe?g)$/i;

/** A picture out of the clipboard under a name that tells when it was pasted. */
function named(file: File, place: number): File {
  const end = NAMELESS.exec(file.name)?.[1];
  if (!end) return file;
  const at = formatMomentWithSeconds(programNow()).slice(11).replaceAll(":", "");
  return new File([file], `粘贴的图片-${at}${place > 0 ? `-${place + 1}` : ""}.${end}`, { type: file.type, lastModified: file.lastModified });
}

/** Text that is pasted into a field stays text, also where a spreadsheet puts a picture of it beside. */
function meantAsText(event: ClipboardEvent): boolean {
  const field = event.target instanceof Element && event.target.closest("input, textarea, [contenteditable=true]");
  return Boolean(field) && (event.clipboardData?.types.includes("text/plain") ?? false);
}

/** `take` is given what came. Whether files are held over the page now. */
export function useFileDrop(take: (files: File[]) => void): boolean {
  const [over, setOver] = useState(false);
  useEffect(() => {
    const paste = (event: ClipboardEvent) => {
      const files = [...(event.clipboardData?.files ?? [])];
      if (files.length === 0 || isDeskLocked() || meantAsText(event)) return;
      event.preventDefault();
      take(files.map(named));
    };
    const drag = (event: DragEvent) => {
      if (!hasDraggedFiles(event)) return;
      event.preventDefault();
      if (event.dataTransfer) event.dataTransfer.dropEffect = isDeskLocked() ? "none" : "copy";
      setOver(!isDeskLocked());
    };
    const leave = (event: DragEvent) => event.relatedTarget === null && setOver(false);
    const drop = (event: DragEvent) => {
      if (!hasDraggedFiles(event)) return;
      event.preventDefault();
      setOver(false);
      const files = [...(event.dataTransfer?.files ?? [])];
      if (files.length > 0 && !isDeskLocked()) take(files);
    };
    window.addEventListener("paste", paste);
    window.addEventListener("dragenter", drag);
    window.addEventListener("dragover", drag);
    window.addEventListener("dragleave", leave);
    window.addEventListener("drop", drop);
    return () => {
      window.removeEventListener("paste", paste);
      window.removeEventListener("dragenter", drag);
      window.removeEventListener("dragover", drag);
      window.removeEventListener("dragleave", leave);
      window.removeEventListener("drop", drop);
    };
  }, [take]);
  return over;
}
