// 工单详情: clocks, the moves this person may make now, what is known, what happened.
import { Alert, App, Button, Card, Flex, Skeleton } from "antd";
import { useState } from "react";
import { useNavigate, useParams } from "react-router";
import { useChange, useRead } from "../call/use";
import { useDesk } from "../desk/state";
import type { Step, TicketView } from "../gen/wire";
import { words } from "../gen/words";
import { Page } from "../part/page";
import { Failed, useSay } from "../part/refusal";
import { moment } from "../time/shanghai";
import { Attachments } from "./attachments";
import { Clocks } from "./clocks";
import { Facts } from "./facts";
import { LinkedTickets } from "./linked-tickets";
import { PrintMenu } from "./print";
import { ServiceTag, StageTag } from "./stage";
import { StepDrawer } from "./steps/drawer";
import { doneSteps, grouped } from "./steps/names";
import { TimeLine } from "./timeline";

export function TicketPage() {
  const { id } = useParams();
  const ticket = Number(id);
  const read = useRead("ticket_get", { ticket });
  if (read.data) return <Detail key={ticket} view={read.data} />;
  return (
    <Page title="工单详情">
      {read.error ? <Failed error={read.error} again={() => void read.refetch()} /> : <Skeleton active />}
    </Page>
  );
}

function Detail({ view }: { view: TicketView }) {
  const [step, setStep] = useState<Step | null>(null);
  const navigate = useNavigate();
  const { ticket } = view;
  return (
    <Page
      title={
        <Flex gap={10} align="center">
          <span className="number">{ticket.number}</span>
          <ServiceTag service={ticket.open.asked.kind} />
          <StageTag stage={ticket.stage} />
          <span className="quiet" style={{ fontSize: 13, fontWeight: 400 }}>
            全程免费
          </span>
        </Flex>
      }
      extra={
        <>
          {ticket.erased_at === null && <Reveal ticket={ticket.id} />}
          <PrintMenu view={view} />
          <Button onClick={() => void navigate(-1)}>返回</Button>
        </>
      }
    >
      {ticket.erased_at !== null && (
        <Alert
          type="info"
          showIcon
          title={`保存期已满，本单的个人信息和附件已于 ${moment(ticket.erased_at)} 清除；办理时间、期限结果和校验值保留。`}
          style={{ marginBottom: 12 }}
        />
      )}
      <Clocks clocks={view.clocks} />
      <div className="ticket-grid">
        <Flex vertical gap={12}>
          <Moves view={view} choose={setStep} />
          <LinkedTickets view={view} />
          <Facts view={view} />
          {ticket.erased_at === null && <Attachments ticket={ticket} />}
        </Flex>
        <TimeLine entries={view.entries} />
      </div>
      <StepDrawer step={step} view={view} close={() => setStep(null)} />
    </Page>
  );
}

/** Phone and address for somebody who is shown them without their middle; the journal keeps that they looked. */
function Reveal({ ticket }: { ticket: number }) {
  const { masked } = useDesk();
  const reveal = useChange("ticket_reveal");
  const { modal } = App.useApp();
  const say = useSay();
  if (!masked) return null;
  const show = () =>
    reveal.mutate(
      { ticket },
      {
        onSuccess: ({ phone, address }) =>
          void modal.info({
            title: "电话和地址（本次查看已记录）",
            content: (
              <>
                <p>电话：{phone || "—"}</p>
                <p>地址：{address || "—"}</p>
              </>
            ),
            okText: "关闭",
          }),
        onError: say,
      },
    );
  return (
    <Button loading={reveal.isPending} onClick={show}>
      查看电话和地址
    </Button>
  );
}

function Moves({ view, choose }: { view: TicketView; choose: (step: Step) => void }) {
  const { ticket } = view;
  // What is opened from here has a form of its own, behind the buttons of 关联工单.
  const moves = view.moves.filter((step) => step !== "open_linked");
  const { way, beside, off } = grouped(ticket.open.asked.kind, moves, doneSteps(ticket));
  if (moves.length === 0) {
    return (
      <Card size="small" title="可办理">
        <span className="quiet">现在没有等待您办理的步骤。</span>
      </Card>
    );
  }
  return (
    <Card size="small" title="可办理">
      <Flex gap={8} wrap>
        {way.map((step, place) => (
          <Button key={step} type={place === 0 ? "primary" : "default"} onClick={() => choose(step)}>
            {words.Step[step]}
          </Button>
        ))}
        {beside.map((step) => (
          <Button key={step} color="default" variant="filled" onClick={() => choose(step)}>
            {words.Step[step]}
          </Button>
        ))}
        {off.map((step) => (
          <Button key={step} danger onClick={() => choose(step)}>
            {words.Step[step]}
          </Button>
        ))}
      </Flex>
    </Card>
  );
}
