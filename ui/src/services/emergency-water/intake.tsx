// 应急送水: the outage, and every place without water (6.1, 6.2 每个用户).
import { Form } from "antd";
import { useRead } from "../../api/use-command";
import { DateTimePicker } from "../../shared/time/date-time-picker";
import { SnippetArea } from "../../shared/text/snippet-area";
import { requireText, requireValue, trimText, type ServiceQuestions, type TypedAnswers } from "../common/questions";
import { PlaceRows } from "./place-rows";
import { countHouseholds, toPlaces, judgeThresholds } from "../common/places";
import { ThresholdVerdicts } from "./verdicts";

function Fields() {
  return (
    <>
      <Form.Item name={["asked", "cause"]} label="停水原因" rules={requireText("停水原因")}>
        <SnippetArea autoSize={{ minRows: 1, maxRows: 6 }} placeholder="例如：主管爆裂抢修" />
      </Form.Item>
      <div className="pair">
        <Form.Item name={["asked", "started_at"]} label="停水开始时间" rules={requireValue("停水开始时间")}>
          <DateTimePicker />
        </Form.Item>
        <Form.Item name={["asked", "expected_end"]} label="预计恢复时间" rules={requireValue("预计恢复时间")}>
          <DateTimePicker />
        </Form.Item>
      </div>
      <PlaceRows name={["asked", "places"]} />
      <Judged />
    </>
  );
}

/** Total and verdicts, while they are typed. */
function Judged() {
  const settings = useRead("settings_get", {});
  const typed = Form.useWatch<Partial<TypedAnswers<"emergency_water">> | undefined>("asked", { preserve: true });
  const places = toPlaces(typed?.places);
  if (!settings.data) return null;
  return (
    <>
      <p style={{ margin: "0 0 6px" }}>
        共 {places.length} 处，<b className="number">{countHouseholds(places)}</b> 户
      </p>
      <ThresholdVerdicts
        verdicts={judgeThresholds(places, typed?.started_at, typed?.expected_end, settings.data.settings.thresholds)}
      />
    </>
  );
}

export const EMERGENCY_WATER_QUESTIONS: ServiceQuestions<"emergency_water"> = {
  begin: () => ({ kind: "emergency_water", cause: "", started_at: null, expected_end: null, places: [{}] }),
  send: (typed) => ({
    kind: "emergency_water",
    cause: trimText(typed.cause),
    // Without a time the program refuses at the field; zero lies before every time it takes.
    started_at: typed.started_at ?? 0,
    expected_end: typed.expected_end ?? 0,
    places: toPlaces(typed.places),
  }),
  initialFocus: "cause",
  Fields,
};
