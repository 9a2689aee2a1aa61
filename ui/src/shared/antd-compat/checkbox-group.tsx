// Boxes to tick, as a field of a form. antd 6.6.8: Form.Item gives `aria-required` to every required field, and Checkbox.Group puts it on an
// element with `role="group"`, for which ARIA does not allow it. The label of the field says it.
import { Checkbox, type GetProps } from "antd";

type Props = GetProps<typeof Checkbox.Group> & { "aria-required"?: string };

export function CheckboxGroup(props: Props) {
  const allowed = { ...props };
  delete allowed["aria-required"];
  return <Checkbox.Group {...allowed} />;
}
