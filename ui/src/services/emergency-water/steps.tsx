// 应急送水: authorisation, trips, safety, the end of the outage (6.1, 6.2).
import { Alert, Flex, Form, Input, InputNumber, Select } from "antd";
import type { Department, TicketView } from "../../gen/wire";
import { DateTimePicker } from "../../shared/time/date-time-picker";
import { words } from "../../gen/words";
import { toPlaces, type PlaceRow } from "../common/places";
import { formatMoment } from "../../shared/time/shanghai";
import { PlaceRows } from "./place-rows";
import { ThresholdVerdicts } from "./verdicts";
import { formatPlace, findPlaceReach, sortCoverage } from "./coverage";
import { ChecklistField } from "../common/checklist";
import type { StepForms } from "../common/step-form";
import { DepartmentsField, requireField, START_TIME_LABELS, TimeField, TextField } from "../common/shared-fields";
import { RepeatedRows } from "../common/repeated-rows";

const places = (view: TicketView) => (view.ticket.case.kind === "emergency_water" ? view.ticket.case.places : []);

const AuthoriseFields = ({ view }: { view: TicketView }) => {
  const met = view.verdicts.some((verdict) => verdict.met);
  return (
    <>
      <ThresholdVerdicts verdicts={view.verdicts} />
      {!met && (
        <Alert type="warning" showIcon style={{ margin: "8px 0 12px" }} title="没有达到任何一项启用标准，仍要送水的，须写明理由。" />
      )}
      <TextField name="authorised_by" label="授权人（姓名、职务）" needed />
      <DepartmentsField label="参与的部门" />
      <TextField name="order" label="部署（谁做什么）" needed rows={3} />
      <TextField name="reason" label="理由" needed={!met} rows={2} />
    </>
  );
};

const MakeTripFields = ({ view }: { view: TicketView }) => (
  <>
    <TimeField name="happened_at" label={START_TIME_LABELS.make_trip} />
    <div className="pair">
      <TextField name="vehicle" label="车牌号" needed />
      <TextField name="driver" label="司机" needed />
    </div>
    <div className="pair">
      <Form.Item name="litres" label="送水量" rules={requireField("送水量")}>
        <InputNumber min={1} max={100_000} precision={0} suffix="升" style={{ width: "100%" }} />
      </Form.Item>
      <TextField name="source" label="取水点" needed />
    </div>
    <RepeatedRows name="stops" title="停靠（按先后）" what="停靠" fresh={() => ({ at: null })} row={(place) => <Stop place={place} view={view} />} />
  </>
);

function Stop({ place, view }: { place: number; view: TicketView }) {
  const all = places(view);
  const choices = sortCoverage(view.coverage).map((line) => ({
    value: all.findIndex((one) => formatPlace(one) === formatPlace(line.place)),
    label: `${formatPlace(line.place)}（${line.place.households} 户${findPlaceReach(line) === "none" ? "，未送达" : ""}）`,
  }));
  return (
    <div style={{ flex: 1 }}>
      <Form.Item name={[place, "place"]} rules={[{ required: true, message: "请选择停靠地点。" }]} style={{ marginBottom: 6 }}>
        <Select options={choices} placeholder="停靠地点，未送达的在前" aria-label={`停靠 ${place + 1} 地点`} />
      </Form.Item>
      <Flex gap={8}>
        <Form.Item name={[place, "at"]} rules={requireField("停靠时间")} style={{ flex: 1 }}>
          <DateTimePicker placeholder="停靠时间" />
        </Form.Item>
        <Form.Item name={[place, "households"]} rules={requireField("户数")} style={{ width: 120 }}>
          <InputNumber min={0} max={100_000} precision={0} suffix="户" aria-label={`停靠 ${place + 1} 户数`} style={{ width: "100%" }} />
        </Form.Item>
        <Form.Item name={[place, "note"]} style={{ flex: 1 }}>
          <Input placeholder="说明（可不填）" aria-label={`停靠 ${place + 1} 说明`} autoComplete="off" />
        </Form.Item>
      </Flex>
    </div>
  );
}

const CheckSafetyFields = () => (
  <>
    <TextField name="place" label="检查地点" needed />
    <TextField name="checked_by" label="检查人" needed />
    <DepartmentsField label="在场部门" />
    <ChecklistField
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

const ChangeOutageFields = ({ view }: { view: TicketView }) => (
  <>
    {view.ticket.case.kind === "emergency_water" && (
      <Alert type="info" showIcon style={{ marginBottom: 12 }} title={`现在预计 ${formatMoment(view.ticket.case.expected_end)} 恢复`} />
    )}
    <TimeField name="expected_end" label="预计恢复时间" />
    <PlaceRows name={["places"]} needed={false} />
    <TextField name="reason" label="变更原因" needed rows={2} />
  </>
);

/** Places no truck has been at. */
const unreached = (view: TicketView) =>
  view.coverage.filter((line) => line.first_at === null).map((line) => formatPlace(line.place));

const EndOutageFields = ({ view }: { view: TicketView }) => {
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
      <TextField name="note" label="说明" rows={2} />
    </>
  );
};

/** Closing says why places were not reached (6.2 辐射每个用户). */
const CloseFields = ({ view }: { view: TicketView }) => {
  const gap = unreached(view);
  if (gap.length === 0) return <TextField name="note" label="说明" rows={2} />;
  return (
    <>
      <Alert type="error" showIcon style={{ marginBottom: 12 }} title={`有 ${gap.length} 处没有送到：${gap.join("、")}`} />
      <TextField name="note" label="没有送到的原因和所做的安排" needed rows={3} />
    </>
  );
};

export const EMERGENCY_WATER_STEPS = {
  authorise: {
    Fields: AuthoriseFields,
    initial: () => ({ departments: ["service_centre", "dispatch", "inspection"] satisfies Department[] }),
  },
  make_trip: {
    Fields: MakeTripFields,
    initial: () => ({ stops: [{ at: null }] }),
    shape: ({ stops }) => ({ stops: ((stops as object[] | undefined) ?? []).map((stop) => ({ note: "", ...stop })) }),
  },
  check_safety: {
    Fields: CheckSafetyFields,
    initial: () => ({ departments: [], lines: Object.keys(words.SafetyItem).map((item) => ({ item, note: "" })) }),
  },
  change_outage: {
    Fields: ChangeOutageFields,
    initial: ({ ticket }) => ({
      places: [],
      expected_end: ticket.case.kind === "emergency_water" ? ticket.case.expected_end : null,
    }),
    shape: ({ places: rows }) => ({ places: toPlaces(rows as PlaceRow[] | undefined) }),
    wide: true,
  },
  end_outage: { Fields: EndOutageFields },
  // Of every service; only an outage has places that were not reached.
  close: { Fields: CloseFields },
} satisfies StepForms;
