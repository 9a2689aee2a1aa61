// A row that was just added is what one goes on to write.
import type { MouseEvent } from "react";

const FIELD = "input, textarea";

/** For the button below the rows: the first field of the last row takes the keyboard as soon as it is drawn. */
export function focusNewRow({ currentTarget }: MouseEvent<HTMLElement>) {
  requestAnimationFrame(() => {
    let row = currentTarget.previousElementSibling;
    while (row && !row.querySelector(FIELD)) row = row.previousElementSibling;
    row?.querySelector<HTMLElement>(FIELD)?.focus();
  });
}
