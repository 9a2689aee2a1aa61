// What is shown above the content that is signed: what stops the sealing, the draft, the customer's window.
import { Alert, Button, Flex, Skeleton } from "antd";
import { useNavigate } from "react-router";
import type { TicketView } from "../../gen/wire";
import { useDesk, useMay } from "../../session/desk-state";
import { FailureAlert } from "../../shared/dialogs/refusal";
import { RestoredDraftAlert } from "../../shared/drafts/restored-draft-alert";
import { PrintMenu } from "../../shared/ticket/print-menu";
import { ConfirmKeyButton, PassphraseButton, describeSealingAdvice } from "../sealing-key";
import { AcknowledgementCard } from "./content";
import type { SigningContent } from "./use-signing";

interface Props {
  view: TicketView;
  signing: SigningContent;
  problem: string;
  /** Deletes the restored draft; null where none was restored. */
  discardDraft: (() => void) | null;
}

export function SigningAlerts({ view, signing, problem, discardDraft }: Props) {
  const { content, second, isStopped, isLocked, needsNewSignature } = signing;
  return (
    <>
      {isStopped && <SealingStoppedAlert view={view} />}
      {isLocked && (
        <Alert
          type="warning"
          showIcon
          title="封存密钥尚未解锁：请先输入密钥口令，再请用户签字。"
          description="不知道口令的，先打印单据请用户在纸上签字，再把扫描件或照片放入“扫描登记”暂存，密钥解锁后登记。"
          action={<PassphraseButton small />}
          style={{ marginBottom: 12 }}
        />
      )}
      {discardDraft && !isStopped && <RestoredDraftAlert discard={discardDraft} />}
      {problem && !isStopped && <Alert type="error" showIcon title={problem} style={{ marginBottom: 12 }} />}
      {needsNewSignature && (
        <Alert type="warning" showIcon title="签名以后内容有变动，请用户核对后重新签名。" style={{ marginBottom: 12 }} />
      )}
      {second.state === "waiting" && (
        <Alert type="info" showIcon title="内容已显示在用户屏幕上，笔迹会同时显示在下方。没有第二块屏幕的，把“用户签字”窗口交给用户。" style={{ marginBottom: 12 }} />
      )}
      {second.state === "done" && (
        <Alert type="success" showIcon title="用户已签好，请核对后点击“确认并封存”。" style={{ marginBottom: 12 }} />
      )}
      {content.error && <FailureAlert error={content.error} again={() => void content.refetch()} />}
      {content.isPending && <Skeleton active />}
      {content.data && <AcknowledgementCard content={content.data} />}
    </>
  );
}

/** While nothing can be sealed, nothing is signed on the screen: the way over paper, and what ends this state. */
function SealingStoppedAlert({ view }: { view: TicketView }) {
  const navigate = useNavigate();
  const confirms = useMay()("key_confirm");
  const { trust } = useDesk();
  if (trust.copy) {
    return <Alert type="warning" showIcon title="这是数据副本，不能封存签字。" description={describeSealingAdvice(trust, confirms)} action={confirms && <ConfirmKeyButton />} style={{ marginBottom: 12 }} />;
  }
  return (
    <Alert
      type="warning"
      showIcon
      title="现在不能封存签字，请用户在纸质单据上签字。"
      description={
        <>
          <p style={{ marginTop: 0 }}>
            先打印单据请用户签字，再把扫描件或照片放入“扫描登记”暂存。{confirms ? "核对密钥" : "系统管理员核对密钥"}以后，在“扫描登记”中登记。
          </p>
          <Flex gap={8} wrap>
            <PrintMenu view={view} />
            <Button onClick={() => void navigate("/acknowledgements?show=scan")}>前往“扫描登记”</Button>
            {confirms && <ConfirmKeyButton />}
          </Flex>
        </>
      }
      style={{ marginBottom: 12 }}
    />
  );
}
