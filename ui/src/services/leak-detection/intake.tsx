// 义务检漏: the situation is asked in detail before a team is sent (2.3). No answer is chosen beforehand: a question
// that was not asked must not look as if it had been.
import { Form, Input, Radio } from "antd";
import { SnippetArea } from "../../shared/text/snippet-area";
import { toSelectOptions, words } from "../../shared/text/options";
import { requireChoice, requireText, trimText, type ServiceQuestions } from "../common/questions";

function Fields() {
  return (
    <>
      <div className="pair">
        <Form.Item name={["asked", "ground"]} label="申请检漏的原因" rules={requireChoice("申请检漏的原因")}>
          <Radio.Group optionType="button" options={toSelectOptions(words.LeakGround)} />
        </Form.Item>
        <Form.Item name={["asked", "since"]} label="从什么时候开始" rules={requireText("从什么时候开始")}>
          <Input autoComplete="off" placeholder="例如：上月抄表后，用水量增加" />
        </Form.Item>
      </div>
      <Form.Item
        name={["asked", "meter_turns"]}
        label="关闭全部龙头后，水表是否还在转动"
        rules={requireChoice("水表是否还在转动")}
      >
        <Radio.Group optionType="button" options={toSelectOptions(words.MeterTurns)} />
      </Form.Item>
      <Form.Item name={["asked", "building"]} label="房屋类型" rules={requireChoice("房屋类型")}>
        <Radio.Group optionType="button" options={toSelectOptions(words.BuildingKind)} />
      </Form.Item>
      <Form.Item name={["asked", "situation"]} label="情况说明（用户原话）" rules={requireText("情况说明")}>
        <SnippetArea autoSize={{ minRows: 3, maxRows: 8 }} placeholder="为什么怀疑漏水，用水量怎样变化，管线怎样走" />
      </Form.Item>
      <Form.Item name={["asked", "signs"]} label="潮湿、声响等迹象（可不填）">
        <Input autoComplete="off" placeholder="哪里潮湿、哪里能听到水声" />
      </Form.Item>
    </>
  );
}

export const LEAK_DETECTION_QUESTIONS: ServiceQuestions<"leak_detection"> = {
  begin: () => ({ kind: "leak_detection", situation: "", since: "", signs: "" }),
  send: (typed) => ({
    kind: "leak_detection",
    ground: typed.ground ?? "doubt",
    situation: trimText(typed.situation),
    since: trimText(typed.since),
    meter_turns: typed.meter_turns ?? "unknown",
    signs: trimText(typed.signs),
    building: typed.building ?? "flat",
  }),
  initialFocus: "ground",
  Fields,
};
