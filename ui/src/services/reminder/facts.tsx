import { Table } from "antd";
import type { MeterReadings, ReminderIntake, ReminderCase, Ticket } from "../../gen/wire";
import { words } from "../../gen/words";
import { computeConsumptionChange, formatConsumptionChange } from "./consumption-change";
import { listSignatureFacts, listIntakeFacts } from "../common/common-facts";
import { listConsentFacts, renderDoneBy, toFactItem, FactSection, renderTypedText, type FactItems } from "../common/fact-items";

function ReadingTable({ readings }: { readings: MeterReadings }) {
  const more = (computeConsumptionChange(readings) ?? 0) > 0;
  const cell = (value: number) => <span className="number">{value} m³</span>;
  return (
    <Table<MeterReadings & { key: number }>
      size="small"
      pagination={false}
      style={{ marginTop: 10 }}
      dataSource={[{ ...readings, key: 0 }]}
      columns={[
        { title: "上次读数", render: (_, row) => cell(row.last) },
        { title: "本次读数", render: (_, row) => cell(row.this) },
        { title: "本期用水", render: (_, row) => cell(row.this - row.last) },
        { title: "平常用量", render: (_, row) => cell(row.usual) },
        { title: "与平常相比", render: (_, row) => <b className={more ? "number bad" : "number"}>{formatConsumptionChange(row)}</b> },
      ]}
    />
  );
}

function told({ telling, consent }: ReminderCase): FactItems {
  if (!telling) return [toFactItem("告知用户", <b className="bad">还没有告知</b>, 2)];
  const { told: whom, by, explained, advice, company_needed: needed } = telling.details;
  return [
    toFactItem("告知用户", renderDoneBy(telling)),
    toFactItem("告知方式", `${words.ReplyWay[by]}　${whom}`),
    toFactItem("说明内容", renderTypedText(explained), 2),
    toFactItem("建议", renderTypedText(advice), 2),
    toFactItem("是否需要公司处理", needed ? <b>需要公司处理</b> : "不需要", 2),
    ...(needed || consent ? listConsentFacts(consent) : []),
  ];
}

interface Props {
  ticket: Ticket;
  asked: ReminderIntake;
  found: ReminderCase;
}

export function ReminderFacts({ ticket, asked, found }: Props) {
  const sign = listSignatureFacts(ticket);
  return (
    <>
      <FactSection
        title="发现的问题"
        items={[
          ...listIntakeFacts(ticket),
          toFactItem("提醒原因", words.ReminderReason[asked.reason]),
          toFactItem("发现人", `${asked.finder}（${words.ReminderFinder[asked.found_by]}）`),
          toFactItem("发现的情况", renderTypedText(asked.situation), 2),
        ]}
      >
        {asked.readings && <ReadingTable readings={asked.readings} />}
      </FactSection>
      <FactSection
        title="告知与签字"
        items={[...told(found), ...(sign.length > 0 ? sign : [toFactItem("签字确认", "用户还没有签字，也没有登记拒签或留置", 2)])]}
      />
    </>
  );
}
