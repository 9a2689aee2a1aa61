// After saving: the number, large, and the next steps of the service.
import { Button, Card, Flex, Result } from "antd";
import { useState } from "react";
import { useNavigate } from "react-router";
import { useRead } from "../call/use";
import type { ServiceKind, Step, Ticket, TicketView } from "../gen/wire";
import { words } from "../gen/words";
import { Page } from "../part/page";
import { Attachments } from "./attachments";
import { Clocks } from "./clocks";
import { StepDrawer } from "./steps/drawer";

/** What is to be done first with a new ticket. */
const FIRST: Record<ServiceKind, readonly Step[]> = {
  repair: ["arrange", "hand_over", "pass_on"],
  leak_detection: ["send_team"],
  water_quality: ["hand_over"],
  reminder: ["attach", "tell"],
  community: ["decide_event", "schedule_event"],
  emergency_water: ["authorise", "attach"],
};

/** A step under the name it has here. */
const name = (step: Step) => (step === "attach" ? "添加照片" : words.Step[step]);

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

export function Taken({ view: saved, again }: { view: TicketView; again: () => void }) {
  const read = useRead("ticket_get", { ticket: saved.ticket.id });
  const view = read.data ?? saved;
  const [step, setStep] = useState<Step | null>(null);
  const navigate = useNavigate();
  const { ticket, moves } = view;
  const steps = FIRST[ticket.open.asked.kind].filter(
    (one) => moves.includes(one) && (one !== "arrange" || ticket.arrangement === null),
  );
  // Photos may always be added; what is done first is done once.
  const todo = steps.some((one) => one !== "attach");
  return (
    <Page title="来电受理">
      <Card>
        <Result
          status="success"
          title={
            <span className="number" data-testid="taken-number" style={{ fontSize: 34, letterSpacing: 2 }}>
              {ticket.number}
            </span>
          }
          subTitle={
            <>
              {words.ServiceKind[ticket.open.asked.kind]}　{next(ticket)}
              {ticket.opened_from && <>　已与工单 {ticket.opened_from.number} 关联。</>}
            </>
          }
          extra={
            <Flex gap={8} justify="center" wrap>
              {steps.map((one, place) => (
                <Button key={one} type={place === 0 && todo ? "primary" : "default"} onClick={() => setStep(one)}>
                  {name(one)}
                </Button>
              ))}
              <Button onClick={() => void navigate(`/ticket/${ticket.id}`)}>查看工单</Button>
              {ticket.opened_from && (
                <Button onClick={() => void navigate(`/ticket/${ticket.opened_from?.ticket ?? 0}`)}>回到原单</Button>
              )}
              <Button type={todo ? "default" : "primary"} onClick={again}>
                受理下一个来电
              </Button>
            </Flex>
          }
        />
        <Clocks clocks={view.clocks} />
        <Attachments ticket={ticket} />
      </Card>
      <StepDrawer step={step} view={view} close={() => setStep(null)} />
    </Page>
  );
}
