import type { RepairIntake, Ticket } from "../../gen/wire";
import { words } from "../../gen/words";
import { listSignatureFacts, listTeamFacts, listIntakeFacts } from "../common/common-facts";
import { toFactItem, FactSection, listReplyFacts, renderTypedText, formatYesNo, type FactItems } from "../common/fact-items";

function work({ work: done, hours }: Ticket): FactItems {
  const items: FactItems = [];
  if (done) {
    const { found, done: made, workers, materials } = done.details;
    items.push(
      toFactItem("检查情况", renderTypedText(found), 2),
      toFactItem("维修内容", renderTypedText(made), 2),
      toFactItem("维修人员", workers.map(({ name, minutes }) => `${name} ${minutes} 分钟`).join("；")),
      toFactItem("材料（用户自备）", materials.map(({ name, quantity }) => `${name} ${quantity}`).join("；") || "未使用材料"),
    );
  }
  if (hours) items.push(toFactItem("核定工时", `${hours.details.minutes} 分钟`, 2));
  return items;
}

export function RepairFacts({ ticket, asked }: { ticket: Ticket; asked: RepairIntake }) {
  const items = [...listTeamFacts(ticket), ...work(ticket), ...(ticket.reply ? listReplyFacts(ticket.reply) : []), ...listSignatureFacts(ticket)];
  return (
    <>
      <FactSection
        title="报修"
        items={[
          ...listIntakeFacts(ticket),
          toFactItem("故障", `${words.RepairFault[asked.fault]}（${words.MeterSide[asked.meter_side]}）`),
          toFactItem(
            "现场情况",
            `${formatYesNo(asked.valve_shuts, "用户能关阀", "用户不能关阀", "关阀未问")}；${formatYesNo(asked.neighbours_affected, "邻居受影响", "邻居未受影响", "邻居未问")}`,
          ),
          toFactItem("情况说明", renderTypedText(asked.situation), 2),
        ]}
      />
      {items.length > 0 && <FactSection title="办理" items={items} />}
    </>
  );
}
