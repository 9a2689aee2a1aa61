import { Tag } from "antd";
import type { RecordedStep, LeakFinding, LeakDetectionIntake, LeakDetectionCase, LeakSearch, Ticket } from "../../gen/wire";
import { words } from "../../gen/words";
import { listSignatureFacts, listTeamFacts, listIntakeFacts } from "../common/common-facts";
import { listConsentFacts, formatDepartments, renderDoneBy, toFactItem, FactSection, listReplyFacts, renderTypedText, type FactItems } from "../common/fact-items";
import { findFinding } from "../common/value-text";

const COLOURS: Record<LeakFinding, string> = { found: "green", not_found: "default", undetermined: "orange" };

function FindingTag({ finding }: { finding: LeakFinding }) {
  return <Tag color={COLOURS[finding]}>{words.LeakFinding[finding]}</Tag>;
}

const CAUSE: Record<LeakFinding, string> = { found: "漏点和原因", not_found: "已排除的情况", undetermined: "技术原因" };

function search(one: RecordedStep<LeakSearch>): FactItems {
  const { methods, place, finding, cause, meter_side: side, determined_by: by, searchers } = one.details;
  return [
    toFactItem("检漏", renderDoneBy(one)),
    toFactItem("结果", <FindingTag finding={finding} />),
    toFactItem("检漏位置", place, 2),
    toFactItem("检漏方法", methods.map((method) => words.SearchMethod[method]).join("、")),
    toFactItem("检漏人员", searchers.join("、")),
    ...(side ? [toFactItem("漏点在", words.MeterSide[side], 2)] : []),
    toFactItem(CAUSE[finding], renderTypedText(cause), 2),
    ...(by ? [toFactItem("确认人", by, 2)] : []),
  ];
}

function studied({ escalation, conclusion }: LeakDetectionCase): FactItems {
  const items: FactItems = [];
  if (escalation) {
    const { reported_to: to, departments: all, question } = escalation.details;
    items.push(
      toFactItem("上报研究", renderDoneBy(escalation)),
      toFactItem("上报给", to),
      toFactItem("研究部门", formatDepartments(all), 2),
      toFactItem("研究的问题", renderTypedText(question), 2),
    );
  }
  if (conclusion) {
    const { departments: all, study, conclusion: text, finding, decided_by: by } = conclusion.details;
    items.push(
      toFactItem("研究结论", renderDoneBy(conclusion)),
      toFactItem("结论", <FindingTag finding={finding} />),
      toFactItem("参加部门", formatDepartments(all)),
      toFactItem("决定人", by),
      toFactItem("研究经过", renderTypedText(study), 2),
      toFactItem("结论和办法", renderTypedText(text), 2),
    );
  }
  return items;
}

function answered({ reply, consent }: LeakDetectionCase, found: boolean): FactItems {
  if (!reply) return found && consent ? listConsentFacts(consent) : [];
  const { explanation, advice } = reply.details;
  return [
    ...listReplyFacts(reply),
    ...(explanation ? [toFactItem("解释", renderTypedText(explanation), 2)] : []),
    ...(advice ? [toFactItem("建议和办法", renderTypedText(advice), 2)] : []),
    ...(found ? listConsentFacts(consent) : []),
  ];
}

interface Props {
  ticket: Ticket;
  asked: LeakDetectionIntake;
  found: LeakDetectionCase;
}

export function LeakFacts({ ticket, asked, found }: Props) {
  const finding = findFinding(found);
  const sent = listTeamFacts(ticket);
  const study = studied(found);
  const answer = [...answered(found, finding === "found"), ...listSignatureFacts(ticket)];
  return (
    <>
      <FactSection
        title="检漏申请"
        items={[
          ...listIntakeFacts(ticket),
          toFactItem("申请原因", words.LeakGround[asked.ground]),
          toFactItem("开始时间", asked.since),
          toFactItem("关闭龙头后水表", words.MeterTurns[asked.meter_turns]),
          toFactItem("房屋类型", words.BuildingKind[asked.building]),
          toFactItem("情况说明", renderTypedText(asked.situation), 2),
          toFactItem("迹象", asked.signs || "没有", 2),
        ]}
      />
      {sent.length > 0 && <FactSection title="检漏人员" items={sent} />}
      {found.searches.map((one, place) => (
        <FactSection
          key={place}
          title={found.searches.length > 1 ? `检漏结果（第 ${place + 1} 次）` : "检漏结果"}
          items={search(one)}
        />
      ))}
      {study.length > 0 && <FactSection title="上报研究" items={study} />}
      {answer.length > 0 && <FactSection title="回复用户" items={answer} />}
    </>
  );
}
