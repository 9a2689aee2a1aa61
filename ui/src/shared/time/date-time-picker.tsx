// A point in time in Shanghai, as milliseconds.
import { DatePicker } from "antd";
import { fromPicker, toPicker } from "./shanghai";

interface Props {
  id?: string;
  value?: number | null;
  onChange?: (value: number | null) => void;
  placeholder?: string;
}

export function DateTimePicker({ id, value, onChange, placeholder = "年-月-日 时:分" }: Props) {
  return (
    <DatePicker
      id={id}
      value={value === null || value === undefined ? null : toPicker(value)}
      onChange={(picked) => onChange?.(Array.isArray(picked) || !picked ? null : fromPicker(picked))}
      showTime={{ format: "HH:mm" }}
      format="YYYY-MM-DD HH:mm"
      // The picker's own "now" would be the computer's, not the program's.
      showNow={false}
      needConfirm={false}
      preserveInvalidOnBlur={false}
      placeholder={placeholder}
      style={{ width: "100%" }}
    />
  );
}
