import { Flex, Table, Tag } from "antd";
import type { CommunityAsked, CommunityCase, Done, Held, Schedule, Ticket } from "../../gen/wire";
import { words } from "../../gen/words";
import { moment } from "../../time/shanghai";
import { signed, who } from "./common";
import { done, item, Part, replied, typed, type Items } from "./item";

function decided({ decision }: CommunityCase): Items {
  if (!decision) return [];
  const { necessary, reason } = decision.details;
  return [
    item("研判", done(decision)),
    item("结论", <b className={necessary ? "good" : ""}>{necessary ? "有必要举办" : "不必举办"}</b>),
    item("理由", typed(reason), 2),
  ];
}

/** Every day that was set, the one in force first. */
function Schedules({ schedules }: { schedules: Done<Schedule>[] }) {
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
              {moment(details.at)}
              {place < schedules.length - 1 && <Tag style={{ marginLeft: 6 }}>已改期</Tag>}
            </>
          ),
        },
        { title: "地点", render: (_, { details }) => details.place },
        { title: "与谁商定", width: 100, render: (_, { details }) => details.agreed_with || "—" },
        { title: "改期原因", render: (_, { details }) => details.reason || "—" },
        { title: "登记", width: 180, render: (_, row) => done(row) },
      ]}
    />
  );
}

function HeldPart({ held }: { held: Done<Held> }) {
  const { ended_at: ended, place, team, residents, services, checklist, problems } = held.details;
  return (
    <Part
      title="活动记录"
      items={[
        item("活动时间", `${moment(held.at)} 至 ${moment(ended)}`),
        item("地点", place),
        item("便民服务队", team.map(({ name, department }) => `${name}（${words.Department[department]}）`).join("、"), 2),
        item("服务居民", <b className="number">{residents} 人次</b>),
        item("服务项目", services.map(({ service, times }) => `${words.Offered[service]} ${times} 次`).join("、")),
        item("居民反映和发现的问题", typed(problems), 2),
      ]}
    >
      <p style={{ margin: "10px 0 6px" }}>
        <b>行为规范检查</b>
      </p>
      <Flex gap={6} wrap>
        {checklist.map(({ rule, kept, note }) => (
          <Tag key={rule} color={kept ? "green" : "red"} style={{ margin: 0, whiteSpace: "normal" }}>
            {words.Rule[rule]}：{kept ? "做到" : `没有做到（${note}）`}
          </Tag>
        ))}
      </Flex>
    </Part>
  );
}

interface Props {
  ticket: Ticket;
  asked: CommunityAsked;
  found: CommunityCase;
}

export function CommunityFacts({ ticket, asked, found }: Props) {
  const answer = [...(ticket.reply ? replied(ticket.reply) : []), ...signed(ticket)];
  return (
    <>
      <Part
        title="活动"
        items={[
          ...who(ticket),
          item("来源", words.Origin[asked.origin]),
          item("提出人", asked.suggested_by || "—"),
          item("活动内容", asked.topic, 2),
          item("说明", typed(asked.situation), 2),
          ...(found.schedules.length === 0 && (asked.planned_at !== null || asked.place)
            ? [item("希望的时间和地点", [asked.planned_at === null ? "" : moment(asked.planned_at), asked.place].filter(Boolean).join("　"), 2)]
            : []),
          ...decided(found),
        ]}
      />
      {found.schedules.length > 0 && (
        <Part title={found.schedules.length > 1 ? `排期（改期 ${found.schedules.length - 1} 次）` : "排期"}>
          <Schedules schedules={found.schedules} />
        </Part>
      )}
      {found.held && <HeldPart held={found.held} />}
      {answer.length > 0 && <Part title="签字与回复" items={answer} />}
    </>
  );
}
