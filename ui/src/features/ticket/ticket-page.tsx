// 工单详情: clocks, the moves this person may make now, what is known, what happened.
import { Alert, App, Button, Flex, Skeleton } from "antd";
import { useCallback, useEffect, useEffectEvent, useState } from "react";
import { useNavigate, useParams, useSearchParams } from "react-router";
import { useChange, useRead } from "../../api/use-command";
import { isStep } from "./quick-find-query";
import { useDesk } from "../../session/desk-state";
import type { StepKind, TicketView } from "../../gen/wire";
import { words } from "../../gen/words";
import { useFileDrop } from "../../shared/files/use-file-drop";
import { useHotkeys, type Hotkey } from "../../shared/keyboard/hotkeys";
import { PageLayout } from "../../shared/look/page-layout";
import { FailureAlert, useShowRefusal } from "../../shared/dialogs/refusal";
import { formatMoment } from "../../shared/time/shanghai";
import { AttachmentCard } from "./attachments";
import { TimeAxisBar } from "./time-axis-bar";
import { ChatButton } from "./chat-button";
import { ClockCards } from "./clocks";
import { TicketFacts } from "./ticket-facts";
import { findStepKey } from "./step-keys";
import { LinkedTicketsCard } from "./linked-tickets";
import { MoveButtons } from "./move-buttons";
import { NeighbourButtons } from "./neighbour-buttons";
import { PrintMenu } from "../../shared/ticket/print-menu";
import { ServiceTag, StageTag } from "../../shared/ticket/stage";
import { StepDrawer } from "./step-drawer";
import { TicketTimeline } from "./timeline";
import { WithdrawAlert } from "./withdraw";

export function TicketPage() {
  const { id } = useParams();
  const ticket = Number(id);
  const read = useRead("ticket_get", { ticket });
  if (read.data) return <Detail key={ticket} view={read.data} />;
  return (
    <PageLayout title="工单详情" extra={<NeighbourButtons ticket={ticket} />}>
      {read.error ? <FailureAlert error={read.error} again={() => void read.refetch()} /> : <Skeleton active />}
    </PageLayout>
  );
}

function Detail({ view }: { view: TicketView }) {
  const [step, setStep] = useState<StepKind | null>(null);
  const navigate = useNavigate();
  const { ticket, moves } = view;
  const { kind } = ticket.open.asked;
  useHotkeys([
    ...moves.flatMap((one): Hotkey[] => {
      const key = one === "open_linked" ? null : findStepKey(kind, one);
      return key === null ? [] : [{ press: key, does: words.StepKind[one], group: "本页", run: () => setStep(one) }];
    }),
    { press: "Ctrl+Enter", does: "提交正在填写的步骤", group: "本页" },
  ]);
  useStepFromUrl(moves, setStep);
  const { files, over, close } = useDroppedFiles(view, step, setStep);
  return (
    <PageLayout
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
          <NeighbourButtons ticket={ticket.id} />
          {ticket.erased_at === null && <Reveal ticket={ticket.id} />}
          {ticket.erased_at === null && <ChatButton view={view} />}
          <PrintMenu view={view} />
          <Button onClick={() => void navigate(-1)}>返回</Button>
        </>
      }
    >
      {ticket.erased_at !== null && (
        <Alert
          type="info"
          showIcon
          title={`保存期已满，本单的个人信息和附件已于 ${formatMoment(ticket.erased_at)} 清除；办理时间、期限结果和校验值保留。`}
          style={{ marginBottom: 12 }}
        />
      )}
      <WithdrawAlert view={view} />
      <MoveButtons view={view} choose={setStep} />
      <ClockCards clocks={view.clocks} />
      <TimeAxisBar view={view} />
      <div className="ticket-grid">
        <Flex vertical gap={12}>
          <LinkedTicketsCard view={view} />
          <TicketFacts view={view} />
          {ticket.erased_at === null && <AttachmentCard ticket={ticket} />}
        </Flex>
        <TicketTimeline entries={view.entries} />
      </div>
      <StepDrawer step={step} view={view} files={files} close={close} />
      {over && step === null && (
        <div className="drop-here">
          <b>松开鼠标，添加到工单 {ticket.number}</b>
        </div>
      )}
    </PageLayout>
  );
}

/** The step that whoever came here wants to take: its form opens, or it is said why not. */
function useStepFromUrl(moves: readonly StepKind[], open: (step: StepKind) => void) {
  const [search, setSearch] = useSearchParams();
  const { message } = App.useApp();
  const wished = search.getAll("step").filter(isStep);
  const take = useEffectEvent(() => {
    const [first] = wished;
    if (first === undefined) return;
    const now = wished.find((step) => moves.includes(step));
    if (now) open(now);
    else void message.info(`现在不能办理“${words.StepKind[first]}”，请看上方可办理的步骤。`, 6);
    // Coming back here opens it no second time.
    setSearch({}, { replace: true });
  });
  const asked = wished.join();
  useEffect(() => take(), [asked]);
}

/** Files that are dropped on the page or pasted into it: shown in the form of 添加附件, which asks before it sends them. */
function useDroppedFiles(view: TicketView, step: StepKind | null, setStep: (step: StepKind | null) => void) {
  const [files, setFiles] = useState<File[]>([]);
  const { message } = App.useApp();
  const may = view.moves.includes("attach");
  const over = useFileDrop(
    useCallback(
      (brought) => {
        // The form of 添加附件 takes what comes while it is open.
        if (step === "attach") return;
        if (step !== null) return void message.info("请先提交或关闭当前的表单，再放入照片或文件。");
        if (!may) return void message.warning("现在不能给本单添加附件，请查看上方可办理的步骤。");
        setFiles(brought);
        setStep("attach");
      },
      [step, may, setStep, message],
    ),
  );
  const close = () => {
    setFiles([]);
    setStep(null);
  };
  return { files, over, close };
}

/** Phone and address for somebody who is shown them without their middle; the journal keeps that they looked. */
function Reveal({ ticket }: { ticket: number }) {
  const { masked } = useDesk();
  const reveal = useChange("ticket_reveal");
  const { modal } = App.useApp();
  const say = useShowRefusal();
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
