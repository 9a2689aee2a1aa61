import { Collapse, Table, Tag } from "antd";
import type { Done, Holding, Judged, Results, Ticket, Verdict, WaterAsked, WaterCase } from "../../gen/wire";
import { words } from "../../gen/words";
import { moment } from "../../time/shanghai";
import { signed, team, who } from "./common";
import { done, item, Part, replied, typed, yes, type Items } from "./item";
import { limitText, overall, valueText } from "./value";

const COLOURS: Record<Verdict, string> = { pass: "green", fail: "red", undecided: "orange" };

function VerdictTag({ verdict }: { verdict: Verdict }) {
  return (
    <Tag color={COLOURS[verdict]} style={{ margin: 0 }}>
      {words.Verdict[verdict]}
    </Tag>
  );
}

function sample({ sampling, receipt, rejections }: WaterCase): Items {
  if (!sampling) return [item("取样", "还没有取样", 2)];
  const { sample_number: number, place, bottles, customer_present: present, note } = sampling.details;
  return [
    item("取样", done(sampling)),
    item("样品编号", <span className="number">{number}</span>),
    item("取样位置", place),
    item("样品", `${bottles} 瓶；取样时用户${present ? "在场" : "不在场"}`),
    ...(note ? [item("取样说明", typed(note), 2)] : []),
    ...(receipt
      ? [
          item("收样", `${moment(receipt.at)}　${receipt.details.received_by}`),
          item("样品状态", `封签${receipt.details.seal_whole ? "完好" : "不完好"}；${receipt.details.condition}`),
        ]
      : []),
    ...rejections.map((one, place) => ({ ...item("退样重取", <>{done(one)}：{one.details.reason}</>, 2), key: `退样${place}` })),
  ];
}

function Custody({ custody }: { custody: Holding[] }) {
  return (
    <Table<Holding>
      size="small"
      pagination={false}
      style={{ marginTop: 10 }}
      rowKey={(row) => `${row.from}${row.holder}`}
      dataSource={custody}
      columns={[
        { title: "样品在谁手中", render: (_, row) => row.holder },
        { title: "从", width: 140, className: "number", render: (_, row) => moment(row.from) },
        { title: "到", width: 140, className: "number", render: (_, row) => (row.to === null ? <b>现在</b> : moment(row.to)) },
        { title: "怎样交接", render: (_, row) => row.how },
      ]}
    />
  );
}

function ResultTable({ results }: { results: Results }) {
  return (
    <Table<Judged>
      size="small"
      pagination={false}
      rowKey={(row) => row.parameter.code}
      dataSource={results.values}
      rowClassName={(row) => (row.verdict === "fail" ? "failed" : "")}
      columns={[
        { title: "指标", render: (_, row) => row.parameter.zh },
        { title: "单位", width: 110, render: (_, row) => row.parameter.unit || "—" },
        { title: "限值", width: 120, className: "number", render: (_, row) => limitText(row.parameter.limit) },
        { title: "检测值", width: 110, className: "number", render: (_, row) => <b>{valueText(row.value)}</b> },
        { title: "判定", width: 100, render: (_, row) => <VerdictTag verdict={row.verdict} /> },
      ]}
    />
  );
}

function Result({ result }: { result: Done<Results> }) {
  const { source, edition, values, analyst, reviewer, note } = result.details;
  return (
    <>
      <p style={{ marginTop: 0 }}>
        <VerdictTag verdict={overall(values.map(({ verdict }) => verdict))} />　{done(result)}　检测人：{analyst}
        {reviewer && `　复核人：${reviewer}`}
      </p>
      <ResultTable results={result.details} />
      <p className="quiet" style={{ margin: "8px 0 0" }}>
        判定依据：{source}（{edition}）
      </p>
      {note && <p style={{ margin: "4px 0 0" }}>说明：{note}</p>}
    </>
  );
}

interface Props {
  ticket: Ticket;
  asked: WaterAsked;
  found: WaterCase;
}

export function WaterFacts({ ticket, asked, found }: Props) {
  const last = found.results.at(-1);
  const earlier = found.results.slice(0, -1).reverse();
  const answer = [...(ticket.reply ? replied(ticket.reply) : []), ...signed(ticket)];
  return (
    <>
      <Part
        title="化验要求"
        items={[
          ...who(ticket),
          item("水质现象", asked.symptoms.map((symptom) => words.Symptom[symptom]).join("、")),
          item("开始时间", asked.since),
          item("哪种水", words.Tap[asked.tap]),
          item("家中龙头", yes(asked.all_taps, "都这样", "只有个别", "未问")),
          item("情况说明", typed(asked.situation), 2),
        ]}
      />
      <Part title="样品" items={[...team(ticket), ...sample(found)]}>
        {found.custody.length > 0 && <Custody custody={found.custody} />}
      </Part>
      {last && (
        <Part title="检测结果">
          <Result result={last} />
          {earlier.length > 0 && (
            <Collapse
              size="small"
              style={{ marginTop: 10 }}
              items={earlier.map((result) => ({
                key: result.at,
                label: `已更正的结果（${moment(result.at)}）`,
                children: <Result result={result} />,
              }))}
            />
          )}
        </Part>
      )}
      {answer.length > 0 && <Part title="签字与回复" items={answer} />}
    </>
  );
}
