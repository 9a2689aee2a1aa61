// 义务维修: what is asked on the hotline (4.3⑶).
import { Form, Radio } from "antd";
import { SnippetArea } from "../../shared/text/snippet-area";
import { toSelectOptions, words } from "../../shared/text/options";
import { requireText, trimText, type ServiceQuestions } from "../common/questions";
import { YesNo } from "../common/yes-no";

function Fields() {
  return (
    <>
      <Form.Item name={["asked", "fault"]} label="故障类型">
        <Radio.Group optionType="button" options={toSelectOptions(words.RepairFault)} />
      </Form.Item>
      <Form.Item name={["asked", "situation"]} label="情况说明（用户原话）" rules={requireText("情况说明")}>
        <SnippetArea autoSize={{ minRows: 2, maxRows: 8 }} placeholder="哪里漏、漏多大、从什么时候开始" />
      </Form.Item>
      <div className="triple">
        <Form.Item name={["asked", "meter_side"]} label="表前还是表后">
          <Radio.Group optionType="button" options={toSelectOptions(words.MeterSide)} />
        </Form.Item>
        <Form.Item name={["asked", "valve_shuts"]} label="用户能否自己关阀">
          <YesNo yes="能" no="不能" />
        </Form.Item>
        <Form.Item name={["asked", "neighbours_affected"]} label="邻居是否受影响">
          <YesNo yes="是" no="否" />
        </Form.Item>
      </div>
    </>
  );
}

export const REPAIR_QUESTIONS: ServiceQuestions<"repair"> = {
  begin: () => ({
    kind: "repair",
    meter_side: "unknown",
    fault: "leak",
    situation: "",
    valve_shuts: null,
    neighbours_affected: null,
    materials_told: false,
  }),
  send: (typed) => ({
    kind: "repair",
    meter_side: typed.meter_side ?? "unknown",
    fault: typed.fault ?? "other",
    situation: trimText(typed.situation),
    valve_shuts: typed.valve_shuts ?? null,
    neighbours_affected: typed.neighbours_affected ?? null,
    materials_told: typed.materials_told ?? false,
  }),
  initialFocus: "situation",
  Fields,
};
