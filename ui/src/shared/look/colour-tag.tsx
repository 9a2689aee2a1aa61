// A coloured word in a row. A list has three in each of hundreds of rows; one that is more than a word (closes, is pressed) is the library's.
import type { ReactNode } from "react";

export type TagColour = "magenta" | "orange" | "gold" | "blue" | "purple" | "cyan" | "geekblue" | "green" | "red" | "default" | "outlined";

interface Props {
  colour: TagColour;
  icon?: ReactNode;
  /** Digits of one width, for what counts. */
  counts?: boolean;
  children: ReactNode;
}

export const ColourTag = ({ colour, icon, counts, children }: Props) => (
  <span className={`mark ${colour}${counts ? " number" : ""}`}>
    {icon}
    {children}
  </span>
);
