// Which service a report is for: one key each, or a click.
import type { ServiceKind } from "../../gen/wire";
import { words } from "../../gen/words";
import { useHotkeys } from "../../shared/keyboard/hotkeys";
import { SegmentedControl } from "../../shared/table/segments";
import { SERVICE_PICKS } from "../../shared/ticket/service";

interface Props {
  value: ServiceKind;
  /** Those that may be picked; all of them if left out. */
  among?: readonly ServiceKind[];
  pick: (service: ServiceKind) => void;
}

export function ServicePicker({ value, among, pick }: Props) {
  const may = (service: ServiceKind) => among?.includes(service) ?? true;
  useHotkeys(
    // Heard also where it may not be picked: a browser would go to another page.
    SERVICE_PICKS.map(({ service, key }) => ({
      press: `Alt+${key}`,
      does: `选择${words.ServiceKind[service]}`,
      group: "本页",
      run: () => {
        if (may(service)) pick(service);
      },
    })),
  );
  return (
    <SegmentedControl<ServiceKind>
      block
      size="large"
      label="服务类别"
      className="services"
      value={value}
      onChange={pick}
      options={SERVICE_PICKS.map(({ service, key }) => ({
        value: service,
        disabled: !may(service),
        label: (
          <>
            {words.ServiceKind[service]} <kbd>Alt+{key}</kbd>
          </>
        ),
      }))}
    />
  );
}
