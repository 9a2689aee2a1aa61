import { Tag } from "antd";
import type { Stage } from "../gen/wire";
import { words } from "../gen/words";

const COLOURS: Record<Stage, string> = {
  reported: "magenta",
  handed_over: "orange",
  assigned: "gold",
  on_site: "blue",
  repaired: "cyan",
  replied: "geekblue",
  closed: "green",
  passed_on: "default",
  cancelled: "default",
  merged: "default",
};

export function StageTag({ stage }: { stage: Stage }) {
  return (
    <Tag color={COLOURS[stage]} style={{ margin: 0 }}>
      {words.Stage[stage]}
    </Tag>
  );
}
