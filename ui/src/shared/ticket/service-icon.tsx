// A sign for each service, beside its short word: never the only mark.
import { AimOutlined, BellOutlined, ExperimentOutlined, ShopOutlined, ToolOutlined, TruckOutlined } from "@ant-design/icons";
import type { ReactNode } from "react";
import type { ServiceKind } from "../../gen/wire";
import { words } from "../../gen/words";
import { SERVICE_PICKS } from "./service";

const ICONS: Record<ServiceKind, ReactNode> = {
  repair: <ToolOutlined aria-hidden />,
  leak_detection: <AimOutlined aria-hidden />,
  water_quality: <ExperimentOutlined aria-hidden />,
  reminder: <BellOutlined aria-hidden />,
  community: <ShopOutlined aria-hidden />,
  emergency_water: <TruckOutlined aria-hidden />,
};

export function ServiceIcon({ service }: { service: ServiceKind }) {
  return (
    <span className="service-icon" title={words.ServiceKind[service]}>
      {ICONS[service]} {SERVICE_PICKS.find((pick) => pick.service === service)?.short}
    </span>
  );
}
