// Which service a report is for: one key each, or a click.
import { Segmented } from "antd";
import type { ServiceKind } from "../gen/wire";
import { words } from "../gen/words";
import { covered, usePress } from "../part/press";
import { picked, PICKS } from "./service";

interface Props {
  value: ServiceKind;
  /** Those that may be picked; all of them if left out. */
  among?: readonly ServiceKind[];
  pick: (service: ServiceKind) => void;
}

export function ServicePicker({ value, among, pick }: Props) {
  usePress((event) => {
    const service = picked(event);
    if (!service || covered()) return false;
    if (among?.includes(service) ?? true) pick(service);
    return true;
  });
  return (
    <Segmented<ServiceKind>
      block
      size="large"
      aria-label="服务类别"
      className="services"
      value={value}
      onChange={pick}
      options={PICKS.map(({ service, key }) => ({
        value: service,
        disabled: !(among?.includes(service) ?? true),
        label: (
          <>
            {words.ServiceKind[service]} <kbd>Alt+{key}</kbd>
          </>
        ),
      }))}
    />
  );
}
