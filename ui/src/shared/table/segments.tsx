// One of a few things side by side: ←→ change it. It is one stop of the keyboard, at the chosen one; the library makes two of it,
// and names it in English.
import { Segmented, type SegmentedProps } from "antd";

interface Props<T> extends Omit<SegmentedProps<T>, "tabIndex" | "aria-label" | "ref"> {
  /** What is chosen, for whoever hears the screen. */
  label: string;
}

export function SegmentedControl<T extends string | number | boolean>({ label, ...rest }: Props<T>) {
  return <Segmented<T> {...(rest as SegmentedProps<T>)} tabIndex={-1} aria-label={label} />;
}
