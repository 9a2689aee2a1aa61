// After saving: the number, large enough to be read out at a glance, what the customer is told, and the next steps.
import { CheckOutlined, CopyOutlined } from "@ant-design/icons";
import { Alert, Button, Card, Flex } from "antd";
import { useState } from "react";
import { Link, useNavigate } from "react-router";
import { useRead } from "../../api/use-command";
import type { ServiceKind, StepKind, Ticket, TicketView } from "../../gen/wire";
import { words } from "../../gen/words";
import { useHotkeys } from "../../shared/keyboard/hotkeys";
import { PageLayout } from "../../shared/look/page-layout";
import { useShowRefusal } from "../../shared/dialogs/refusal";
import { useNow } from "../../api/now";
import { AttachmentCard, ClockCards, StepDrawer } from "../ticket";
import { splitTicketNumber, listPromises } from "./due-limits";
import type { SavedIntake } from "./use-intake-form";

/** What is to be done first with a new ticket. */
const FIRST: Record<ServiceKind, readonly StepKind[]> = {
  repair: ["arrange", "hand_over", "pass_on"],
  leak_detection: ["send_team"],
  water_quality: ["hand_over"],
  reminder: ["attach", "tell"],
  community: ["decide_event", "schedule_event"],
  emergency_water: ["authorise", "attach"],
};

/** A step under the name it has here. */
const name = (step: StepKind) => (step === "attach" ? "添加照片" : words.StepKind[step]);

/** What comes next, in a sentence. */
function next(ticket: Ticket): string {
  switch (ticket.stage) {
    case "reported":
      if (ticket.open.asked.kind === "water_quality") return "工单已生成。请尽快转派生调部安排取样。";
      return ticket.terms.hours === "working"
        ? "工单已生成。请在接报 10 分钟内转派生调部。"
        : "工单已生成。非工作时间发起：请先登记安排，再转派生调部。";
    case "handed_over":
      return ticket.open.asked.kind === "leak_detection" ? "工单已生成。请安排稽查队上门检漏。" : "已转派生调部。";
    case "assigned":
      // By night the arrangement has named the crew already (4.3⑶).
      return ticket.handed_over ? "已转派生调部。" : `工单现在是“${words.Stage.assigned}”。`;
    case "merged":
      return "来电已登记，不再单独办理。";
    case "to_tell":
      return "工单已生成。请添加现场照片，并及时告知用户、请用户签字。";
    case "to_decide":
      return "工单已生成。请客服主管研判是否有必要举办。";
    case "to_schedule":
      return "工单已生成。请排定活动的时间和地点。";
    case "planned":
      return "工单已生成。活动已列入计划，请按时举办。";
    case "to_authorise":
      return "工单已生成。请报公司授权，授权后才能出车。";
    default:
      return `工单现在是“${words.Stage[ticket.stage]}”。`;
  }
}

interface Props extends SavedIntake {
  again: () => void;
}

export function SavedIntakeView({ view: saved, problem, again }: Props) {
  const read = useRead("ticket_get", { ticket: saved.ticket.id });
  const view = read.data ?? saved;
  const { ticket, moves } = view;
  const into = ticket.merged_into;
  const original = useRead("ticket_get", { ticket: into ?? 0 }, { enabled: into !== null }).data;
  const [step, setStep] = useState<StepKind | null>(null);
  const navigate = useNavigate();
  const first: readonly StepKind[] = problem ? ["merge"] : FIRST[ticket.open.asked.kind];
  const steps = first.filter((one) => moves.includes(one) && (one !== "arrange" || ticket.arrangement === null));
  // Photos may always be added; what is done first is done once.
  const todo = steps.some((one) => one !== "attach");
  return (
    <PageLayout title="来电受理">
      {problem && into === null && <Alert type="error" showIcon title={problem} style={{ marginBottom: 12 }} />}
      <Card>
        <Flex gap={14} align="center" wrap>
          <Large number={ticket.number} />
          <Copy text={ticket.number} />
        </Flex>
        <p style={{ margin: "2px 0 12px" }}>
          {words.ServiceKind[ticket.open.asked.kind]}　{next(ticket)}
          {ticket.opened_from && <>　已与工单 {ticket.opened_from.number} 关联。</>}
          {original && (
            <>
              　已并入原单{" "}
              <Link to={`/ticket/${original.ticket.id}`} className="number">
                {original.ticket.number}
              </Link>
              ，请按原单的时限答复用户。
            </>
          )}
        </p>
        <Flex gap={8} wrap>
          {steps.map((one, place) => (
            <Button key={one} type={place === 0 && todo ? "primary" : "default"} autoFocus={place === 0 && todo} onClick={() => setStep(one)}>
              {name(one)}
            </Button>
          ))}
          <Button onClick={() => void navigate(`/ticket/${ticket.id}`)}>查看工单</Button>
          {ticket.opened_from && (
            <Button onClick={() => void navigate(`/ticket/${ticket.opened_from?.ticket ?? 0}`)}>回到原单</Button>
          )}
          <Button type={todo ? "default" : "primary"} autoFocus={!todo} onClick={again}>
            受理下一个来电 <kbd className="key">F2</kbd>
          </Button>
        </Flex>
        <div className="taken-grid">
          <Told view={into === null ? view : original} />
          <div>
            <ClockCards clocks={(into === null ? view : original)?.clocks ?? []} />
            <AttachmentCard ticket={ticket} />
          </div>
        </div>
      </Card>
      <StepDrawer step={step} view={view} close={() => setStep(null)} />
    </PageLayout>
  );
}

/** The number in the groups it is read out in; copied or read by a program it stays in one piece. */
function Large({ number }: { number: string }) {
  return (
    <div className="number taken-number" data-testid="taken-number">
      {splitTicketNumber(number).map((part, place) => (
        <span key={place}>{part}</span>
      ))}
    </div>
  );
}

function Copy({ text }: { text: string }) {
  const [done, setDone] = useState(false);
  const say = useShowRefusal();
  const copy = () => navigator.clipboard.writeText(text).then(() => setDone(true), say);
  useHotkeys([{ press: "C", does: "复制工单号", group: "本页", run: () => void copy() }]);
  return (
    <Button icon={done ? <CheckOutlined /> : <CopyOutlined />} onClick={() => void copy()}>
      {done ? "已复制" : "复制"} <kbd className="key">C</kbd>
    </Button>
  );
}

/** What the customer is told before the call ends: the number (of the original, where it went into one), and what happens
 *  by when. */
function Told({ view }: { view: TicketView | undefined }) {
  const now = useNow();
  if (!view) return null;
  return (
    <Card size="small" title="请告知用户">
      <p className="promise">
        您的工单号是 <b className="number">{splitTicketNumber(view.ticket.number).join(" ")}</b>。
      </p>
      {listPromises(view.clocks, now).map(({ kind, by, what }) => (
        <p key={kind} className="promise">
          <b className="number">{by}</b> {what}。
        </p>
      ))}
      <p className="promise">全程免费，请保持电话畅通。</p>
    </Card>
  );
}
