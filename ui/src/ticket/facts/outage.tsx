import { Alert, Table, Tag } from "antd";
import type { Coverage, Done, OutageAsked, OutageCase, SafetyCheck, TicketView, Trip } from "../../gen/wire";
import { words } from "../../gen/words";
import { useNow } from "../../time/now";
import { moment } from "../../time/shanghai";
import { Verdicts } from "../ask/verdicts";
import { signed, who } from "./common";
import { gap, placeText, reach, sorted, type Reach } from "./coverage";
import { departments, done, item, Part, typed, type Items } from "./item";

const LOOK: Record<Reach, { color: string; text: string }> = {
  none: { color: "red", text: "未送达" },
  part: { color: "orange", text: "部分送达" },
  all: { color: "green", text: "已送达" },
};

function CoverageTable({ coverage }: { coverage: Coverage[] }) {
  return (
    <Table<Coverage>
      size="small"
      pagination={{ pageSize: 50, hideOnSinglePage: true, showSizeChanger: false }}
      rowKey={(row) => placeText(row.place)}
      dataSource={sorted(coverage)}
      rowClassName={(row) => (reach(row) === "none" ? "failed" : "")}
      columns={[
        {
          title: "送达",
          width: 100,
          render: (_, row) => <Tag color={LOOK[reach(row)].color}>{LOOK[reach(row)].text}</Tag>,
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
          render: (_, row) => (row.first_at === null ? "—" : moment(row.first_at)),
        },
      ]}
    />
  );
}

function Gap({ found, coverage }: { found: OutageCase; coverage: Coverage[] }) {
  const missing = gap(found, coverage, useNow());
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

function TripTable({ trips, found }: { trips: Done<Trip>[]; found: OutageCase }) {
  const stop = ({ place, at, households, note }: Trip["stops"][number]) => {
    const where = found.places[place];
    return `${moment(at).slice(11)} ${where ? placeText(where) : "—"} ${households} 户${note ? `（${note}）` : ""}`;
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
        { title: "出车", width: 140, className: "number", render: (_, row) => moment(row.at) },
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

function authorised({ authorisation }: OutageCase): Items {
  if (!authorisation) return [item("授权送水", <b className="bad">公司还没有授权，不能出车</b>, 2)];
  const { authorised_by: by, departments: all, order, reason } = authorisation.details;
  return [
    item("授权送水", done(authorisation)),
    item("授权人", by),
    item("参加部门", departments(all), 2),
    item("统一部署", typed(order), 2),
    ...(reason ? [item("送水理由", typed(reason), 2)] : []),
  ];
}

function checked(checks: Done<SafetyCheck>[]): Items {
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
      ...item(`安全检查 ${place + 1}`, <>{done(check)}　{where}　检查人：{by}　现场部门：{departments(all)}　{text}</>, 2),
      key: `check${place}`,
    };
  });
}

interface Props {
  view: TicketView;
  asked: OutageAsked;
  found: OutageCase;
}

export function OutageFacts({ view, asked, found }: Props) {
  const { ticket, verdicts, coverage } = view;
  const all = found.places.reduce((sum, place) => sum + place.households, 0);
  const missing = coverage.filter((line) => reach(line) === "none").length;
  const more = [...authorised(found), ...checked(found.checks), ...signed(ticket)];
  if (found.gap_reason) more.push(item("没有送到的原因", typed(found.gap_reason), 2));
  return (
    <>
      <Part
        title="停水"
        items={[
          ...who(ticket),
          item("停水原因", typed(asked.cause), 2),
          item("停水开始", moment(found.started_at)),
          item(
            found.ended_at === null ? "预计恢复" : "恢复供水",
            moment(found.ended_at ?? found.expected_end),
          ),
          item("停水范围", `${found.places.length} 处，共 ${all} 户`, 2),
        ]}
      >
        <div style={{ marginTop: 10 }}>
          <Verdicts verdicts={verdicts} authorised={found.authorisation !== null} />
        </div>
      </Part>
      <Part title="授权与安全" items={more} />
      <Part title={missing > 0 ? `送水覆盖：${missing} 处未送达` : "送水覆盖：每一处都已送到"}>
        <Gap found={found} coverage={coverage} />
        <CoverageTable coverage={coverage} />
      </Part>
      {found.trips.length > 0 && (
        <Part title={`送水车次　${found.trips.length} 车`}>
          <TripTable trips={found.trips} found={found} />
        </Part>
      )}
    </>
  );
}
