import { Radio } from "antd";

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
    <Radio.Group
      {...(id ? { id } : {})}
      optionType="button"
      value={shown}
      options={[
        { value: "yes", label: yes },
        { value: "no", label: no },
        { value: "unasked", label: "未问" },
      ]}
      onChange={({ target }) => onChange?.(target.value === "unasked" ? null : target.value === "yes")}
    />
  );
}
