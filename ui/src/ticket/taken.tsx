// After saving: the number, large, and the next step.
import { Button, Card, Flex, Result } from "antd";
import { useState } from "react";
import { useNavigate } from "react-router";
import { useRead } from "../call/use";
import type { Step, TicketView } from "../gen/wire";
import { words } from "../gen/words";
import { Page } from "../part/page";
import { Clocks } from "./clocks";
import { StepDrawer } from "./steps/drawer";

/** What is to be done first with a new ticket. */
const FIRST: readonly Step[] = ["arrange", "hand_over", "pass_on"];

export function Taken({ view: saved, again }: { view: TicketView; again: () => void }) {
  const read = useRead("ticket_get", { ticket: saved.ticket.id });
  const view = read.data ?? saved;
  const [step, setStep] = useState<Step | null>(null);
  const navigate = useNavigate();
  const { ticket, moves } = view;
  const next = FIRST.filter((one) => moves.includes(one) && (one !== "arrange" || ticket.arrangement === null));
  const offHours = ticket.terms.hours !== "working";
  const handed = ticket.handed_over !== null;
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
            handed
              ? "已转派生调部。"
              : offHours
                ? "工单已生成。非工作时间发起：请先登记安排，再转派生调部。"
                : "工单已生成。请在接报 10 分钟内转派生调部。"
          }
          extra={
            <Flex gap={8} justify="center" wrap>
              {!handed &&
                next.map((one, place) => (
                  <Button key={one} type={place === 0 ? "primary" : "default"} onClick={() => setStep(one)}>
                    {words.Step[one]}
                  </Button>
                ))}
              <Button onClick={() => void navigate(`/ticket/${ticket.id}`)}>查看工单</Button>
              <Button type={handed ? "primary" : "default"} onClick={again}>
                受理下一个来电
              </Button>
            </Flex>
          }
        />
        <Clocks clocks={view.clocks} />
      </Card>
      <StepDrawer step={step} view={view} close={() => setStep(null)} />
    </Page>
  );
}
