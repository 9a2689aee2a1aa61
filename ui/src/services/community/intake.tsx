// 服务进社区: where the event comes from decides what must be known (5.2): the plan fixes day and place, a wish or a
// suggestion says why and whose it is.
import { Form, Input, Radio } from "antd";
import { DateTimePicker } from "../../shared/time/date-time-picker";
import { SnippetArea } from "../../shared/text/snippet-area";
import { toSelectOptions, words } from "../../shared/text/options";
import { requireText, requireValue, trimText, type ServiceQuestions } from "../common/questions";

function Fields() {
  const planned = Form.useWatch<unknown>(["asked", "origin"], { preserve: true }) === "annual_plan";
  const wished = planned ? "" : "（可不填）";
  return (
    <>
      <Form.Item name={["asked", "origin"]} label="活动来源">
        <Radio.Group optionType="button" options={toSelectOptions(words.EventOrigin)} />
      </Form.Item>
      <Form.Item name={["asked", "topic"]} label="活动内容" rules={requireText("活动内容")}>
        <Input autoComplete="off" placeholder="例如：用水咨询、义务检漏、节水宣传" />
      </Form.Item>
      <div className="pair">
        <Form.Item
          name={["asked", "planned_at"]}
          label={planned ? "举办时间" : "希望的时间（可不填）"}
          rules={planned ? requireValue("举办时间") : []}
        >
          <DateTimePicker />
        </Form.Item>
        <Form.Item
          name={["asked", "place"]}
          label={planned ? "举办地点" : `希望的地点${wished}`}
          rules={planned ? requireText("举办地点") : []}
        >
          <Input autoComplete="off" placeholder="例如：小区广场" />
        </Form.Item>
      </div>
      {!planned && (
        <Form.Item name={["asked", "suggested_by"]} label="提出人" rules={requireText("提出人")}>
          <Input autoComplete="off" placeholder="用户或员工的姓名" />
        </Form.Item>
      )}
      <Form.Item
        name={["asked", "situation"]}
        label={planned ? "计划说明（可不填）" : "为什么需要举办"}
        rules={planned ? [] : requireText("为什么需要举办")}
      >
        <SnippetArea autoSize={{ minRows: 3, maxRows: 8 }} />
      </Form.Item>
    </>
  );
}

export const COMMUNITY_QUESTIONS: ServiceQuestions<"community"> = {
  begin: () => ({
    kind: "community",
    origin: "customer_request",
    topic: "",
    situation: "",
    planned_at: null,
    place: "",
    suggested_by: "",
  }),
  send: (typed) => ({
    kind: "community",
    origin: typed.origin ?? "customer_request",
    topic: trimText(typed.topic),
    situation: trimText(typed.situation),
    planned_at: typed.planned_at ?? null,
    place: trimText(typed.place),
    // The plan is nobody's suggestion; a name typed before the origin was changed must not stay behind.
    suggested_by: typed.origin === "annual_plan" ? "" : trimText(typed.suggested_by),
  }),
  initialFocus: "topic",
  Fields,
};
