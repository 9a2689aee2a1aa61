import { Segmented } from "antd";

interface Props {
  id?: string;
  value?: boolean | null;
  onChange?: (value: boolean | null) => void;
  yes: string;
  no: string;
}

/** Yes, no, or not asked. */
export function YesNo({ value, onChange, yes, no, id }: Props) {
  const shown = value === true ? "yes" : value === false ? "no" : "unasked";
  return (
    <Segmented
      id={id}
      value={shown}
      options={[
        { value: "yes", label: yes },
        { value: "no", label: no },
        { value: "unasked", label: "未问" },
      ]}
      onChange={(picked) => onChange?.(picked === "unasked" ? null : picked === "yes")}
    />
  );
}
