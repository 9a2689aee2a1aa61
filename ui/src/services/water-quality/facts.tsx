import { Collapse, Table, Tag } from "antd";
import type { RecordedStep, SampleHolding, JudgedValue, WaterResults, Ticket, WaterVerdict, WaterQualityIntake, WaterQualityCase } from "../../gen/wire";
import { words } from "../../gen/words";
import { formatMoment } from "../../shared/time/shanghai";
import { listSignatureFacts, listTeamFacts, listIntakeFacts } from "../common/common-facts";
import { renderDoneBy, toFactItem, FactSection, listReplyFacts, renderTypedText, formatYesNo, type FactItems } from "../common/fact-items";
import { formatLimit, combineVerdicts, formatValue } from "../common/value-text";

const COLOURS: Record<WaterVerdict, string> = { pass: "green", fail: "red", undecided: "orange" };

function VerdictTag({ verdict }: { verdict: WaterVerdict }) {
  return (
    <Tag color={COLOURS[verdict]} style={{ margin: 0 }}>
      {words.WaterVerdict[verdict]}
    </Tag>
  );
}

function sample({ sampling, receipt, rejections }: WaterQualityCase): FactItems {
  if (!sampling) return [toFactItem("取样", "还没有取样", 2)];
  const { sample_number: number, place, bottles, customer_present: present, note } = sampling.details;
  return [
    toFactItem("取样", renderDoneBy(sampling)),
    toFactItem("样品编号", <span className="number">{number}</span>),
    toFactItem("取样位置", place),
    toFactItem("样品", `${bottles} 瓶；取样时用户${present ? "在场" : "不在场"}`),
    ...(note ? [toFactItem("取样说明", renderTypedText(note), 2)] : []),
    ...(receipt
      ? [
          toFactItem("收样", `${formatMoment(receipt.at)}　${receipt.details.received_by}`),
          toFactItem("样品状态", `封签${receipt.details.seal_whole ? "完好" : "不完好"}；${receipt.details.condition}`),
        ]
      : []),
    ...rejections.map((one, place) => ({ ...toFactItem("退样重取", <>{renderDoneBy(one)}：{one.details.reason}</>, 2), key: `退样${place}` })),
  ];
}

function Custody({ custody }: { custody: SampleHolding[] }) {
  return (
    <Table<SampleHolding>
      size="small"
      pagination={false}
      style={{ marginTop: 10 }}
      rowKey={(row) => `${row.from}${row.holder}`}
      dataSource={custody}
      columns={[
        { title: "样品在谁手中", render: (_, row) => row.holder },
        { title: "从", width: 140, className: "number", render: (_, row) => formatMoment(row.from) },
        { title: "到", width: 140, className: "number", render: (_, row) => (row.to === null ? <b>现在</b> : formatMoment(row.to)) },
        { title: "怎样交接", render: (_, row) => row.how },
      ]}
    />
  );
}

function ResultTable({ results }: { results: WaterResults }) {
  return (
    <Table<JudgedValue>
      size="small"
      pagination={false}
      rowKey={(row) => row.parameter.code}
      dataSource={results.values}
      rowClassName={(row) => (row.verdict === "fail" ? "failed" : "")}
      columns={[
        { title: "指标", render: (_, row) => row.parameter.zh },
        { title: "单位", width: 110, render: (_, row) => row.parameter.unit || "—" },
        { title: "限值", width: 120, className: "number", render: (_, row) => formatLimit(row.parameter.limit) },
        { title: "检测值", width: 110, className: "number", render: (_, row) => <b>{formatValue(row.value)}</b> },
        { title: "判定", width: 100, render: (_, row) => <VerdictTag verdict={row.verdict} /> },
      ]}
    />
  );
}

function Result({ result }: { result: RecordedStep<WaterResults> }) {
  const { source, edition, values, analyst, reviewer, note } = result.details;
  return (
    <>
      <p style={{ marginTop: 0 }}>
        <VerdictTag verdict={combineVerdicts(values.map(({ verdict }) => verdict))} />　{renderDoneBy(result)}　检测人：{analyst}
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
  asked: WaterQualityIntake;
  found: WaterQualityCase;
}

export function WaterFacts({ ticket, asked, found }: Props) {
  const last = found.results.at(-1);
  const earlier = found.results.slice(0, -1).reverse();
  const answer = [...(ticket.reply ? listReplyFacts(ticket.reply) : []), ...listSignatureFacts(ticket)];
  return (
    <>
      <FactSection
        title="化验要求"
        items={[
          ...listIntakeFacts(ticket),
          toFactItem("水质现象", asked.symptoms.map((symptom) => words.WaterSymptom[symptom]).join("、")),
          toFactItem("开始时间", asked.since),
          toFactItem("哪种水", words.TapKind[asked.tap]),
          toFactItem("家中龙头", formatYesNo(asked.all_taps, "都这样", "只有个别", "未问")),
          toFactItem("情况说明", renderTypedText(asked.situation), 2),
        ]}
      />
      <FactSection title="样品" items={[...listTeamFacts(ticket), ...sample(found)]}>
        {found.custody.length > 0 && <Custody custody={found.custody} />}
      </FactSection>
      {last && (
        <FactSection title="检测结果">
          <Result result={last} />
          {earlier.length > 0 && (
            <Collapse
              size="small"
              style={{ marginTop: 10 }}
              items={earlier.map((result) => ({
                key: result.at,
                label: `已更正的结果（${formatMoment(result.at)}）`,
                children: <Result result={result} />,
              }))}
            />
          )}
        </FactSection>
      )}
      {answer.length > 0 && <FactSection title="签字与回复" items={answer} />}
    </>
  );
}
