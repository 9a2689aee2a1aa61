import { Flex, Table, Tag } from "antd";
import type { CommunityIntake, CommunityCase, RecordedStep, HeldEvent, EventSchedule, Ticket } from "../../gen/wire";
import { words } from "../../gen/words";
import { formatMoment } from "../../shared/time/shanghai";
import { listSignatureFacts, listIntakeFacts } from "../common/common-facts";
import { renderDoneBy, toFactItem, FactSection, listReplyFacts, renderTypedText, type FactItems } from "../common/fact-items";

function decided({ decision }: CommunityCase): FactItems {
  if (!decision) return [];
  const { necessary, reason } = decision.details;
  return [
    toFactItem("研判", renderDoneBy(decision)),
    toFactItem("结论", <b className={necessary ? "good" : ""}>{necessary ? "有必要举办" : "不必举办"}</b>),
    toFactItem("理由", renderTypedText(reason), 2),
  ];
}

/** Every day that was set, the one in force first. */
function Schedules({ schedules }: { schedules: RecordedStep<EventSchedule>[] }) {
  const rows = schedules.map((schedule, place) => ({ ...schedule, place })).reverse();
  return (
    <Table<(typeof rows)[number]>
      size="small"
      pagination={false}
      rowKey="place"
      dataSource={rows}
      columns={[
        {
          title: "举办时间",
          width: 170,
          className: "number",
          render: (_, { details, place }) => (
            <>
              {formatMoment(details.at)}
              {place < schedules.length - 1 && <Tag style={{ marginLeft: 6 }}>已改期</Tag>}
            </>
          ),
        },
        { title: "地点", render: (_, { details }) => details.place },
        { title: "与谁商定", width: 100, render: (_, { details }) => details.agreed_with || "—" },
        { title: "改期原因", render: (_, { details }) => details.reason || "—" },
        { title: "登记", width: 180, render: (_, row) => renderDoneBy(row) },
      ]}
    />
  );
}

function HeldPart({ held }: { held: RecordedStep<HeldEvent> }) {
  const { ended_at: ended, place, team, residents, services, checklist, problems } = held.details;
  return (
    <FactSection
      title="活动记录"
      items={[
        toFactItem("活动时间", `${formatMoment(held.at)} 至 ${formatMoment(ended)}`),
        toFactItem("地点", place),
        toFactItem("便民服务队", team.map(({ name, department }) => `${name}（${words.Department[department]}）`).join("、"), 2),
        toFactItem("服务居民", <b className="number">{residents} 人次</b>),
        toFactItem("服务项目", services.map(({ service, times }) => `${words.EventServiceKind[service]} ${times} 次`).join("、")),
        toFactItem("居民反映和发现的问题", renderTypedText(problems), 2),
      ]}
    >
      <p style={{ margin: "10px 0 6px" }}>
        <b>行为规范检查</b>
      </p>
      <Flex gap={6} wrap>
        {checklist.map(({ rule, kept, note }) => (
          <Tag key={rule} color={kept ? "green" : "red"} style={{ margin: 0, whiteSpace: "normal" }}>
            {words.ConductRule[rule]}：{kept ? "做到" : `没有做到（${note}）`}
          </Tag>
        ))}
      </Flex>
    </FactSection>
  );
}

interface Props {
  ticket: Ticket;
  asked: CommunityIntake;
  found: CommunityCase;
}

export function CommunityFacts({ ticket, asked, found }: Props) {
  const answer = [...(ticket.reply ? listReplyFacts(ticket.reply) : []), ...listSignatureFacts(ticket)];
  return (
    <>
      <FactSection
        title="活动"
        items={[
          ...listIntakeFacts(ticket),
          toFactItem("来源", words.EventOrigin[asked.origin]),
          toFactItem("提出人", asked.suggested_by || "—"),
          toFactItem("活动内容", asked.topic, 2),
          toFactItem("说明", renderTypedText(asked.situation), 2),
          ...(found.schedules.length === 0 && (asked.planned_at !== null || asked.place)
            ? [toFactItem("希望的时间和地点", [asked.planned_at === null ? "" : formatMoment(asked.planned_at), asked.place].filter(Boolean).join("　"), 2)]
            : []),
          ...decided(found),
        ]}
      />
      {found.schedules.length > 0 && (
        <FactSection title={found.schedules.length > 1 ? `排期（改期 ${found.schedules.length - 1} 次）` : "排期"}>
          <Schedules schedules={found.schedules} />
        </FactSection>
      )}
      {found.held && <HeldPart held={found.held} />}
      {answer.length > 0 && <FactSection title="签字与回复" items={answer} />}
    </>
  );
}
