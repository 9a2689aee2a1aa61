import { Table } from "antd";
import type { Readings, ReminderAsked, ReminderCase, Ticket } from "../../gen/wire";
import { words } from "../../gen/words";
import { change, changeText } from "../ask/change";
import { signed, who } from "./common";
import { consented, done, item, Part, typed, type Items } from "./item";

function ReadingTable({ readings }: { readings: Readings }) {
  const more = (change(readings) ?? 0) > 0;
  const cell = (value: number) => <span className="number">{value} m³</span>;
  return (
    <Table<Readings & { key: number }>
      size="small"
      pagination={false}
      style={{ marginTop: 10 }}
      dataSource={[{ ...readings, key: 0 }]}
      columns={[
        { title: "上次读数", render: (_, row) => cell(row.last) },
        { title: "本次读数", render: (_, row) => cell(row.this) },
        { title: "本期用水", render: (_, row) => cell(row.this - row.last) },
        { title: "平常用量", render: (_, row) => cell(row.usual) },
        { title: "与平常相比", render: (_, row) => <b className={more ? "number bad" : "number"}>{changeText(row)}</b> },
      ]}
    />
  );
}

function told({ telling, consent }: ReminderCase): Items {
  if (!telling) return [item("告知用户", <b className="bad">还没有告知</b>, 2)];
  const { told: whom, by, explained, advice, company_needed: needed } = telling.details;
  return [
    item("告知用户", done(telling)),
    item("告知方式", `${words.ReplyWay[by]}　${whom}`),
    item("说明内容", typed(explained), 2),
    item("建议", typed(advice), 2),
    item("是否需要公司处理", needed ? <b>需要公司处理</b> : "不需要", 2),
    ...(needed || consent ? consented(consent) : []),
  ];
}

interface Props {
  ticket: Ticket;
  asked: ReminderAsked;
  found: ReminderCase;
}

export function ReminderFacts({ ticket, asked, found }: Props) {
  const sign = signed(ticket);
  return (
    <>
      <Part
        title="发现的问题"
        items={[
          ...who(ticket),
          item("提醒原因", words.Reason[asked.reason]),
          item("发现人", `${asked.finder}（${words.Finder[asked.found_by]}）`),
          item("发现的情况", typed(asked.situation), 2),
        ]}
      >
        {asked.readings && <ReadingTable readings={asked.readings} />}
      </Part>
      <Part
        title="告知与签字"
        items={[...told(found), ...(sign.length > 0 ? sign : [item("签字确认", "用户还没有签字，也没有登记拒签或留置", 2)])]}
      />
    </>
  );
}
