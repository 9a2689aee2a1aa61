// 应急送水: authorisation, trips, safety, the end of the outage (6.1, 6.2).
import { Alert, Flex, Form, Input, InputNumber, Select } from "antd";
import type { TicketView } from "../../gen/wire";
import { Instant } from "../../part/instant";
import { words } from "../../gen/words";
import { moment } from "../../time/shanghai";
import { PlaceRows } from "../ask/place-rows";
import { Verdicts } from "../ask/verdicts";
import { placeText, reach, sorted } from "../facts/coverage";
import { Checklist } from "./checklist";
import type { Fields } from "./fields";
import { Departments, must, STARTED, When, Words } from "./parts";
import { Rows } from "./rows";

const places = (view: TicketView) => (view.ticket.case.kind === "emergency_water" ? view.ticket.case.places : []);

export const Authorise: Fields = ({ view }) => {
  const met = view.verdicts.some((verdict) => verdict.met);
  return (
    <>
      <Verdicts verdicts={view.verdicts} />
      {!met && (
        <Alert type="warning" showIcon style={{ margin: "8px 0 12px" }} title="没有达到任何一项启用标准，仍要送水的，须写明理由。" />
      )}
      <Words name="authorised_by" label="授权人（姓名、职务）" needed />
      <Departments label="参与的部门" />
      <Words name="order" label="部署（谁做什么）" needed rows={3} />
      <Words name="reason" label="理由" needed={!met} rows={2} />
    </>
  );
};

export const MakeTrip: Fields = ({ view }) => (
  <>
    <When name="happened_at" label={STARTED.make_trip} />
    <div className="pair">
      <Words name="vehicle" label="车牌号" needed />
      <Words name="driver" label="司机" needed />
    </div>
    <div className="pair">
      <Form.Item name="litres" label="送水量" rules={must("送水量")}>
        <InputNumber min={1} max={100_000} precision={0} suffix="升" style={{ width: "100%" }} />
      </Form.Item>
      <Words name="source" label="取水点" needed />
    </div>
    <Rows name="stops" title="停靠（按先后）" what="停靠" fresh={() => ({ at: null })} row={(place) => <Stop place={place} view={view} />} />
  </>
);

function Stop({ place, view }: { place: number; view: TicketView }) {
  const all = places(view);
  const choices = sorted(view.coverage).map((line) => ({
    value: all.findIndex((one) => placeText(one) === placeText(line.place)),
    label: `${placeText(line.place)}（${line.place.households} 户${reach(line) === "none" ? "，未送达" : ""}）`,
  }));
  return (
    <div style={{ flex: 1 }}>
      <Form.Item name={[place, "place"]} rules={[{ required: true, message: "请选择停靠地点。" }]} style={{ marginBottom: 6 }}>
        <Select options={choices} placeholder="停靠地点，未送达的在前" aria-label={`停靠 ${place + 1} 地点`} />
      </Form.Item>
      <Flex gap={8}>
        <Form.Item name={[place, "at"]} rules={must("停靠时间")} style={{ flex: 1 }}>
          <Instant placeholder="停靠时间" />
        </Form.Item>
        <Form.Item name={[place, "households"]} rules={must("户数")} style={{ width: 120 }}>
          <InputNumber min={0} max={100_000} precision={0} suffix="户" aria-label={`停靠 ${place + 1} 户数`} style={{ width: "100%" }} />
        </Form.Item>
        <Form.Item name={[place, "note"]} style={{ flex: 1 }}>
          <Input placeholder="说明（可不填）" aria-label={`停靠 ${place + 1} 说明`} autoComplete="off" />
        </Form.Item>
      </Flex>
    </div>
  );
}

export const CheckSafety: Fields = () => (
  <>
    <Words name="place" label="检查地点" needed />
    <Words name="checked_by" label="检查人" needed />
    <Departments label="在场部门" />
    <Checklist
      name="lines"
      title="逐项检查"
      asks={words.SafetyItem}
      keys={{ word: "item", answer: "ok" }}
      yes="符合"
      no="有问题"
      note="问题和处理"
      hint="有什么问题，怎样处理"
    />
  </>
);

export const ChangeOutage: Fields = ({ view }) => (
  <>
    {view.ticket.case.kind === "emergency_water" && (
      <Alert type="info" showIcon style={{ marginBottom: 12 }} title={`现在预计 ${moment(view.ticket.case.expected_end)} 恢复`} />
    )}
    <When name="expected_end" label="预计恢复时间" />
    <PlaceRows name={["places"]} needed={false} />
    <Words name="reason" label="变更原因" needed rows={2} />
  </>
);

/** Places no truck has been at. */
const unreached = (view: TicketView) =>
  view.coverage.filter((line) => line.first_at === null).map((line) => placeText(line.place));

export const EndOutage: Fields = ({ view }) => {
  const gap = unreached(view);
  return (
    <>
      {gap.length > 0 && (
        <Alert
          type="warning"
          showIcon
          style={{ marginBottom: 12 }}
          title={`还有 ${gap.length} 处没有送到：${gap.join("、")}`}
          description="恢复供水后办结时，须写明没有送到的原因和所做的安排。"
        />
      )}
      <Words name="note" label="说明" rows={2} />
    </>
  );
};

/** Closing says why places were not reached (6.2 辐射每个用户). */
export const CloseFields: Fields = ({ view }) => {
  const gap = unreached(view);
  if (gap.length === 0) return <Words name="note" label="说明" rows={2} />;
  return (
    <>
      <Alert type="error" showIcon style={{ marginBottom: 12 }} title={`有 ${gap.length} 处没有送到：${gap.join("、")}`} />
      <Words name="note" label="没有送到的原因和所做的安排" needed rows={3} />
    </>
  );
};
