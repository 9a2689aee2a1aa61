import type { RepairAsked, Ticket } from "../../gen/wire";
import { words } from "../../gen/words";
import { signed, team, who } from "./common";
import { item, Part, replied, typed, yes, type Items } from "./item";

function work({ work: done, hours }: Ticket): Items {
  const items: Items = [];
  if (done) {
    const { found, done: made, workers, materials } = done.details;
    items.push(
      item("检查情况", typed(found), 2),
      item("维修内容", typed(made), 2),
      item("维修人员", workers.map(({ name, minutes }) => `${name} ${minutes} 分钟`).join("；")),
      item("材料（用户自备）", materials.map(({ name, quantity }) => `${name} ${quantity}`).join("；") || "未使用材料"),
    );
  }
  if (hours) items.push(item("核定工时", `${hours.details.minutes} 分钟`, 2));
  return items;
}

export function RepairFacts({ ticket, asked }: { ticket: Ticket; asked: RepairAsked }) {
  const items = [...team(ticket), ...work(ticket), ...(ticket.reply ? replied(ticket.reply) : []), ...signed(ticket)];
  return (
    <>
      <Part
        title="报修"
        items={[
          ...who(ticket),
          item("故障", `${words.Fault[asked.fault]}（${words.MeterSide[asked.meter_side]}）`),
          item(
            "现场情况",
            `${yes(asked.valve_shuts, "用户能关阀", "用户不能关阀", "关阀未问")}；${yes(asked.neighbours_affected, "邻居受影响", "邻居未受影响", "邻居未问")}`,
          ),
          item("情况说明", typed(asked.situation), 2),
        ]}
      />
      {items.length > 0 && <Part title="办理" items={items} />}
    </>
  );
}
