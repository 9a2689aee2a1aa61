// Files that are dropped where nobody takes them (`dropped.ts` does). Apart from it, because every page begins with this.
export const hasDraggedFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;

/** A file that is dropped where nobody takes it must not be shown in the place of the desk. Once for the window, before whoever takes any. */
export function blockStrayDrops() {
  const refuse = (event: DragEvent) => {
    if (event.defaultPrevented || !hasDraggedFiles(event) || !event.dataTransfer) return;
    event.preventDefault();
    // The mouse says so.
    event.dataTransfer.dropEffect = "none";
  };
  // `dragenter` too: where the element under the mouse has just changed, it is all that comes before the file is let go.
  window.addEventListener("dragenter", refuse);
  window.addEventListener("dragover", refuse);
  window.addEventListener("drop", refuse);
}
