// Boxes to tick, as a field of a form. A group may not be said to be required, but the form says so of every field; its label does.
import { Checkbox, type GetProps } from "antd";

type Props = GetProps<typeof Checkbox.Group> & { "aria-required"?: string };

export function CheckboxGroup(props: Props) {
  const own = { ...props };
  delete own["aria-required"];
  return <Checkbox.Group {...own} />;
}
