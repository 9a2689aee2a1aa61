// 可办理: the one move the ticket waits for, the usual ones beside it, everything else in a menu; each with its key.
import { DownOutlined } from "@ant-design/icons";
import { Button, Card, Dropdown, Flex } from "antd";
import { useDesk } from "../../session/desk-state";
import type { ServiceKind, StepKind, TicketView } from "../../gen/wire";
import { words } from "../../gen/words";
import { KeyCap } from "../../shared/keyboard/key-cap";
import { findStepKey } from "./step-keys";
import { offerMoves } from "./move-offer";
import { isExitStep } from "../../services/common/step-tables";

interface Props {
  view: TicketView;
  choose: (step: StepKind) => void;
}

export function MoveButtons({ view, choose }: Props) {
  const service = view.ticket.open.asked.kind;
  const { next, shown, more, off, waits } = offerMoves(view, useDesk().person?.id);
  if (next === null && shown.length === 0 && more.length === 0 && off.length === 0) {
    return (
      <Card size="small" className="moves">
        <span className="quiet">现在没有您可办理的步骤，进展请看下面的“办理过程”。</span>
      </Card>
    );
  }
  return (
    <Card size="small" className="moves" role="region" aria-label="可办理">
      <Flex gap={8} wrap align="center">
        <b>可办理</b>
        {next && <Move service={service} step={next} choose={choose} primary />}
        {shown.map((step) => (
          <Move key={step} service={service} step={step} choose={choose} />
        ))}
        {more.length + off.length > 0 && <More service={service} more={more} off={off} choose={choose} />}
        {waits.length > 0 && <span className="waits">{waits.join("；")}</span>}
      </Flex>
    </Card>
  );
}

interface MoveProps extends Pick<Props, "choose"> {
  service: ServiceKind;
  step: StepKind;
  primary?: boolean;
}

function Move({ service, step, choose, primary = false }: MoveProps) {
  const key = findStepKey(service, step);
  return (
    <Button
      type={primary ? "primary" : "default"}
      danger={isExitStep(step)}
      aria-keyshortcuts={key ?? undefined}
      onClick={() => choose(step)}
    >
      {words.StepKind[step]}
      <KeyCap of={key} />
    </Button>
  );
}

interface MoreProps extends Pick<Props, "choose"> {
  service: ServiceKind;
  more: StepKind[];
  off: StepKind[];
}

function More({ service, more, off, choose }: MoreProps) {
  const item = (step: StepKind) => ({
    key: step,
    danger: isExitStep(step),
    label: words.StepKind[step],
    extra: <KeyCap of={findStepKey(service, step)} />,
  });
  const divider = more.length > 0 && off.length > 0 ? [{ type: "divider" as const }] : [];
  return (
    <Dropdown
      trigger={["click"]}
      autoFocus
      menu={{ onClick: ({ key }) => choose(key as StepKind), items: [...more.map(item), ...divider, ...off.map(item)] }}
    >
      <Button color="default" variant="filled" aria-haspopup="menu">
        更多 <DownOutlined />
      </Button>
    </Dropdown>
  );
}
