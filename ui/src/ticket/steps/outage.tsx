// 应急送水: authorisation, trips, safety, the end of the outage (6.1, 6.2).
import { Alert, Button, Flex, Form, Input, InputNumber, Radio, Select, Typography } from "antd";
import type { SafetyLine, TicketView } from "../../gen/wire";
import { Instant } from "../../part/instant";
import { words } from "../../gen/words";
import { moment } from "../../time/shanghai";
import { PlaceRows } from "../ask/place-rows";
import { Verdicts } from "../ask/verdicts";
import { placeText, reach, sorted } from "../facts/coverage";
import type { Fields } from "./fields";
import { Departments, must, When, Words } from "./parts";
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
    <Alert type="info" showIcon style={{ marginBottom: 12 }} title="下面的“发生时间”是出车时间，各处停靠时间不得早于它。" />
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
          <InputNumber min={0} max={100_000} precision={0} suffix="户" aria-label={`停靠 ${place + 1} 户数`} />
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
    <SafetyItems />
  </>
);

/** Every item is answered by hand or at once; none is taken for safe unasked (6.2). */
function SafetyItems() {
  const form = Form.useFormInstance();
  const lines = (Form.useWatch("lines", { preserve: true }) as SafetyLine[] | undefined) ?? [];
  const all = () =>
    form.setFieldValue(
      "lines",
      lines.map((line) => ({ ...line, ok: true, note: "" })),
    );
  return (
    <>
      <Flex justify="space-between" align="center" style={{ marginBottom: 6 }}>
        <Typography.Text strong>逐项检查</Typography.Text>
        <Button size="small" onClick={all}>
          全部符合
        </Button>
      </Flex>
      <Form.List name="lines">
        {(fields) =>
          fields.map(({ key, name }) => (
            <div key={key}>
              <Flex gap={8} align="center" justify="space-between">
                <span>{lines[name] && words.SafetyItem[lines[name].item]}</span>
                <Form.Item name={[name, "ok"]} style={{ margin: 0 }} rules={[{ required: true, message: "请确认。" }]}>
                  <Radio.Group
                    size="small"
                    optionType="button"
                    options={[
                      { value: true, label: "符合" },
                      { value: false, label: "有问题" },
                    ]}
                  />
                </Form.Item>
              </Flex>
              {lines[name]?.ok === false && (
                <Form.Item name={[name, "note"]} rules={must("问题和处理")} style={{ margin: "4px 0 8px" }}>
                  <Input placeholder="有什么问题，怎样处理" aria-label={`${words.SafetyItem[lines[name].item]}：问题和处理`} />
                </Form.Item>
              )}
            </div>
          ))
        }
      </Form.List>
      <div style={{ height: 14 }} />
    </>
  );
}

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

/** Places no truck has been at: closing says why (6.2 辐射每个用户). */
export const CloseFields: Fields = ({ view }) => {
  const gap = view.coverage.filter((line) => line.first_at === null).map((line) => placeText(line.place));
  if (gap.length === 0) return <Words name="note" label="说明" rows={2} />;
  return (
    <>
      <Alert type="error" showIcon style={{ marginBottom: 12 }} title={`有 ${gap.length} 处没有送到：${gap.join("、")}`} />
      <Words name="note" label="没有送到的原因和所做的安排" needed rows={3} />
    </>
  );
};
