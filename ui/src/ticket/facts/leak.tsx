import { Tag } from "antd";
import type { Done, Finding, LeakAsked, LeakCase, Search, Ticket } from "../../gen/wire";
import { words } from "../../gen/words";
import { signed, team, who } from "./common";
import { consented, departments, done, item, Part, replied, typed, type Items } from "./item";
import { findingOf } from "./value";

const COLOURS: Record<Finding, string> = { found: "green", not_found: "default", undetermined: "orange" };

function FindingTag({ finding }: { finding: Finding }) {
  return <Tag color={COLOURS[finding]}>{words.Finding[finding]}</Tag>;
}

const CAUSE: Record<Finding, string> = { found: "漏点和原因", not_found: "已排除的情况", undetermined: "技术原因" };

function search(one: Done<Search>): Items {
  const { methods, place, finding, cause, meter_side: side, determined_by: by, searchers } = one.details;
  return [
    item("检漏", done(one)),
    item("结果", <FindingTag finding={finding} />),
    item("检漏位置", place, 2),
    item("检漏方法", methods.map((method) => words.Method[method]).join("、")),
    item("检漏人员", searchers.join("、")),
    ...(side ? [item("漏点在", words.MeterSide[side], 2)] : []),
    item(CAUSE[finding], typed(cause), 2),
    ...(by ? [item("确认人", by, 2)] : []),
  ];
}

function studied({ escalation, conclusion }: LeakCase): Items {
  const items: Items = [];
  if (escalation) {
    const { reported_to: to, departments: all, question } = escalation.details;
    items.push(
      item("上报研究", done(escalation)),
      item("上报给", to),
      item("研究部门", departments(all), 2),
      item("研究的问题", typed(question), 2),
    );
  }
  if (conclusion) {
    const { departments: all, study, conclusion: text, finding, decided_by: by } = conclusion.details;
    items.push(
      item("研究结论", done(conclusion)),
      item("结论", <FindingTag finding={finding} />),
      item("参加部门", departments(all)),
      item("决定人", by),
      item("研究经过", typed(study), 2),
      item("结论和办法", typed(text), 2),
    );
  }
  return items;
}

function answered({ reply, consent }: LeakCase, found: boolean): Items {
  if (!reply) return found && consent ? consented(consent) : [];
  const { explanation, advice } = reply.details;
  return [
    ...replied(reply),
    ...(explanation ? [item("解释", typed(explanation), 2)] : []),
    ...(advice ? [item("建议和办法", typed(advice), 2)] : []),
    ...(found ? consented(consent) : []),
  ];
}

interface Props {
  ticket: Ticket;
  asked: LeakAsked;
  found: LeakCase;
}

export function LeakFacts({ ticket, asked, found }: Props) {
  const finding = findingOf(found);
  const sent = team(ticket);
  const study = studied(found);
  const answer = [...answered(found, finding === "found"), ...signed(ticket)];
  return (
    <>
      <Part
        title="检漏申请"
        items={[
          ...who(ticket),
          item("申请原因", words.Ground[asked.ground]),
          item("开始时间", asked.since),
          item("关闭龙头后水表", words.MeterTurns[asked.meter_turns]),
          item("房屋类型", words.Building[asked.building]),
          item("情况说明", typed(asked.situation), 2),
          item("迹象", asked.signs || "没有", 2),
        ]}
      />
      {sent.length > 0 && <Part title="检漏人员" items={sent} />}
      {found.searches.map((one, place) => (
        <Part
          key={place}
          title={found.searches.length > 1 ? `检漏结果（第 ${place + 1} 次）` : "检漏结果"}
          items={search(one)}
        />
      ))}
      {study.length > 0 && <Part title="上报研究" items={study} />}
      {answer.length > 0 && <Part title="回复用户" items={answer} />}
    </>
  );
}
