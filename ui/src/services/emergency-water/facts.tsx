import { Alert, Table, Tag } from "antd";
import type { PlaceCoverage, RecordedStep, OutageIntake, OutageCase, SafetyCheck, TicketView, DeliveryTrip } from "../../gen/wire";
import { words } from "../../gen/words";
import { useNow } from "../../api/now";
import { formatMoment } from "../../shared/time/shanghai";
import { ThresholdVerdicts } from "./verdicts";
import { listSignatureFacts, listIntakeFacts } from "../common/common-facts";
import { findCoverageGap, formatPlace, findPlaceReach, sortCoverage, type PlaceReach } from "./coverage";
import { formatDepartments, renderDoneBy, toFactItem, FactSection, renderTypedText, type FactItems } from "../common/fact-items";

const LOOK: Record<PlaceReach, { color: string; text: string }> = {
  none: { color: "red", text: "未送达" },
  part: { color: "orange", text: "部分送达" },
  all: { color: "green", text: "已送达" },
};

function CoverageTable({ coverage }: { coverage: PlaceCoverage[] }) {
  return (
    <Table<PlaceCoverage>
      size="small"
      pagination={{ pageSize: 50, hideOnSinglePage: true, showSizeChanger: false }}
      rowKey={(row) => formatPlace(row.place)}
      dataSource={sortCoverage(coverage)}
      rowClassName={(row) => (findPlaceReach(row) === "none" ? "failed" : "")}
      columns={[
        {
          title: "送达",
          width: 100,
          render: (_, row) => <Tag color={LOOK[findPlaceReach(row)].color}>{LOOK[findPlaceReach(row)].text}</Tag>,
        },
        { title: "小区", render: (_, row) => row.place.community },
        { title: "楼栋", render: (_, row) => row.place.building || "整个小区" },
        { title: "停水户数", width: 90, className: "number", render: (_, row) => row.place.households },
        { title: "已送户数", width: 90, className: "number", render: (_, row) => row.served },
        { title: "停靠", width: 70, className: "number", render: (_, row) => `${row.stops} 次` },
        {
          title: "首次送到",
          width: 140,
          className: "number",
          render: (_, row) => (row.first_at === null ? "—" : formatMoment(row.first_at)),
        },
      ]}
    />
  );
}

function Gap({ found, coverage }: { found: OutageCase; coverage: PlaceCoverage[] }) {
  const missing = findCoverageGap(found, coverage, useNow());
  if (!missing) return null;
  const why = missing.back ? "已恢复供水" : "已过预计恢复时间";
  return (
    <Alert
      type="error"
      showIcon
      style={{ marginBottom: 10 }}
      title={`${why}，仍有 ${missing.places.length} 处从未送到水：${missing.places.slice(0, 8).join("、")}${missing.places.length > 8 ? " 等" : ""}`}
      description={missing.back ? "办结时须写明没有送到的原因。" : "请立即安排送水；停水延长的，请登记“停水变更”。"}
    />
  );
}

function TripTable({ trips, found }: { trips: RecordedStep<DeliveryTrip>[]; found: OutageCase }) {
  const stop = ({ place, at, households, note }: DeliveryTrip["stops"][number]) => {
    const where = found.places[place];
    return `${formatMoment(at).slice(11)} ${where ? formatPlace(where) : "—"} ${households} 户${note ? `（${note}）` : ""}`;
  };
  const rows = trips.map((trip, place) => ({ ...trip, place }));
  return (
    <Table<(typeof rows)[number]>
      size="small"
      pagination={false}
      rowKey="place"
      dataSource={rows}
      columns={[
        { title: "车次", width: 60, className: "number", render: (_, row) => row.place + 1 },
        { title: "出车", width: 140, className: "number", render: (_, row) => formatMoment(row.at) },
        { title: "车辆与驾驶员", width: 130, render: (_, { details }) => `${details.vehicle} ${details.driver}` },
        { title: "水量", width: 90, className: "number", render: (_, { details }) => `${details.litres} 升` },
        { title: "取水点", width: 110, render: (_, { details }) => details.source },
        {
          title: "停靠",
          render: (_, { details }) => details.stops.map((one, place) => <div key={place}>{stop(one)}</div>),
        },
      ]}
    />
  );
}

function authorised({ authorisation }: OutageCase): FactItems {
  if (!authorisation) return [toFactItem("授权送水", <b className="bad">公司还没有授权，不能出车</b>, 2)];
  const { authorised_by: by, departments: all, order, reason } = authorisation.details;
  return [
    toFactItem("授权送水", renderDoneBy(authorisation)),
    toFactItem("授权人", by),
    toFactItem("参加部门", formatDepartments(all), 2),
    toFactItem("统一部署", renderTypedText(order), 2),
    ...(reason ? [toFactItem("送水理由", renderTypedText(reason), 2)] : []),
  ];
}

function checked(checks: RecordedStep<SafetyCheck>[]): FactItems {
  return checks.map((check, place) => {
    const { place: where, checked_by: by, departments: all, lines } = check.details;
    const wrong = lines.filter(({ ok }) => !ok);
    const text =
      wrong.length === 0 ? (
        <b className="good">各项正常</b>
      ) : (
        <b className="bad">{wrong.map(({ item: what, note }) => `${words.SafetyItem[what]}：${note}`).join("；")}</b>
      );
    return {
      ...toFactItem(`安全检查 ${place + 1}`, <>{renderDoneBy(check)}　{where}　检查人：{by}　现场部门：{formatDepartments(all)}　{text}</>, 2),
      key: `check${place}`,
    };
  });
}

interface Props {
  view: TicketView;
  asked: OutageIntake;
  found: OutageCase;
}

export function OutageFacts({ view, asked, found }: Props) {
  const { ticket, verdicts, coverage } = view;
  const all = found.places.reduce((sum, place) => sum + place.households, 0);
  const missing = coverage.filter((line) => findPlaceReach(line) === "none").length;
  const more = [...authorised(found), ...checked(found.checks), ...listSignatureFacts(ticket)];
  if (found.gap_reason) more.push(toFactItem("没有送到的原因", renderTypedText(found.gap_reason), 2));
  return (
    <>
      <FactSection
        title="停水"
        items={[
          ...listIntakeFacts(ticket),
          toFactItem("停水原因", renderTypedText(asked.cause), 2),
          toFactItem("停水开始", formatMoment(found.started_at)),
          toFactItem(
            found.ended_at === null ? "预计恢复" : "恢复供水",
            formatMoment(found.ended_at ?? found.expected_end),
          ),
          toFactItem("停水范围", `${found.places.length} 处，共 ${all} 户`, 2),
        ]}
      >
        <div style={{ marginTop: 10 }}>
          <ThresholdVerdicts verdicts={verdicts} authorised={found.authorisation !== null} />
        </div>
      </FactSection>
      <FactSection title="授权与安全" items={more} />
      <FactSection title={missing > 0 ? `送水覆盖：${missing} 处未送达` : "送水覆盖：每一处都已送到"}>
        <Gap found={found} coverage={coverage} />
        <CoverageTable coverage={coverage} />
      </FactSection>
      {found.trips.length > 0 && (
        <FactSection title={`送水车次　${found.trips.length} 车`}>
          <TripTable trips={found.trips} found={found} />
        </FactSection>
      )}
    </>
  );
}
