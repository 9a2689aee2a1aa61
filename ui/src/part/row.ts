// A table row that opens something, by mouse and by keyboard.
import type { HTMLAttributes } from "react";
import { entered } from "./keys";

export function openRow(open: () => void, label: string): HTMLAttributes<HTMLElement> {
  return {
    className: "row-link",
    tabIndex: 0,
    "aria-label": label,
    onClick: (event) => {
      // A link inside the row does its own work, and so does the box that selects it.
      if (!(event.target as HTMLElement).closest("a, button, .ant-table-selection-column")) open();
    },
    onKeyDown: (event) => {
      if (event.target === event.currentTarget && entered(event)) open();
    },
  };
}
