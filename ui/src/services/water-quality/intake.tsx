// 水质化验: what the customer noticed about the water (3).
import { Form, Input, Radio } from "antd";
import { CheckboxGroup } from "../../shared/antd-compat/checkbox-group";
import { SnippetArea } from "../../shared/text/snippet-area";
import { toSelectOptions, words } from "../../shared/text/options";
import { requireChoice, requireText, trimText, type ServiceQuestions } from "../common/questions";
import { YesNo } from "../common/yes-no";

function Fields() {
  return (
    <>
      <Form.Item name={["asked", "symptoms"]} label="水质现象（可多选）" rules={requireChoice("水质现象")}>
        <CheckboxGroup options={toSelectOptions(words.WaterSymptom)} />
      </Form.Item>
      <div className="triple">
        <Form.Item name={["asked", "since"]} label="从什么时候开始" rules={requireText("从什么时候开始")}>
          <Input autoComplete="off" placeholder="例如：昨天傍晚" />
        </Form.Item>
        <Form.Item name={["asked", "tap"]} label="哪种水" rules={requireChoice("哪种水")}>
          <Radio.Group optionType="button" options={toSelectOptions(words.TapKind)} />
        </Form.Item>
        <Form.Item name={["asked", "all_taps"]} label="家中龙头是否都这样">
          <YesNo yes="都这样" no="只有个别" />
        </Form.Item>
      </div>
      <Form.Item name={["asked", "situation"]} label="情况说明（用户原话）" rules={requireText("情况说明")}>
        <SnippetArea autoSize={{ minRows: 3, maxRows: 8 }} placeholder="颜色、气味、沉淀怎样，放一会儿水是否变清" />
      </Form.Item>
    </>
  );
}

export const WATER_QUALITY_QUESTIONS: ServiceQuestions<"water_quality"> = {
  begin: () => ({ kind: "water_quality", symptoms: [], since: "", all_taps: null, situation: "" }),
  send: (typed) => ({
    kind: "water_quality",
    symptoms: typed.symptoms ?? [],
    since: trimText(typed.since),
    tap: typed.tap ?? "cold",
    all_taps: typed.all_taps ?? null,
    situation: trimText(typed.situation),
  }),
  initialFocus: "symptoms",
  Fields,
};
