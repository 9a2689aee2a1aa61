// 签字: first everything the customer confirms, then the signature.
import { useQueryClient } from "@tanstack/react-query";
import { Alert, App, Button, Drawer, Flex, Form, Input, Skeleton } from "antd";
import { useEffect, useRef, useState } from "react";
import { useNavigate } from "react-router";
import { refreshQueries } from "../../api/refresh";
import { useChange, useRead } from "../../api/use-command";
import { useDesk, useMay } from "../../session/desk-state";
import { useFormDraft } from "../../shared/drafts/form-draft";
import { nameStepDraft } from "../../shared/drafts/draft-names";
import { RestoredDraftAlert } from "../../shared/drafts/restored-draft-alert";
import type { AcknowledgementContent, Ticket, TicketView } from "../../gen/wire";
import { ConfirmKeyButton, PassphraseButton, describeSealingAdvice, useKeyState } from "../sealing-key";
import { submitOnSaveKey } from "../../shared/keyboard/key-events";
import { useFormProblem } from "../../shared/dialogs/use-form-problem";
import { FailureAlert, showFieldRefusal } from "../../shared/dialogs/refusal";
import { refusalOf } from "../../api/platform";
import { PrintMenu } from "../../shared/ticket/print-menu";
import { AnswerFields, toAnswer, type AnswerFormValues } from "./answer";
import { AcknowledgementCard } from "./content";
import { SigningOverlay } from "./signing-view";
import type { PenStroke } from "./ink";
import { useCustomerWindow } from "./use-customer-window";

/** Where it is signed, as far as the ticket tells: at the event, else at the address. */
function placeOf({ open, case: found }: Ticket): string {
  const event = found.kind === "community" ? found.held?.details.place : undefined;
  return event || open.address || open.community;
}

interface Props {
  view: TicketView;
  /** A new record in the place of the last one. */
  correct: boolean;
  close: () => void;
}

export function SignDrawer({ view, correct, close }: Props) {
  const { ticket } = view;
  const [form] = Form.useForm<AnswerFormValues>();
  const [strokes, setStrokes] = useState<PenStroke[]>([]);
  const [facing, setFacing] = useState(false);
  const [problem, setProblem] = useFormProblem();
  const place = placeOf(ticket);
  // What was typed is kept; handwriting is not: it belongs to what was shown when it was written.
  const [blank] = useState(
    (): AnswerFormValues => ({ way: "on_screen", place, signer: { name: ticket.open.name, relation: "householder", phone: ticket.open.phone } }),
  );
  const draft = useFormDraft(nameStepDraft(ticket.id, correct ? "correct" : "acknowledge"), form, blank);
  const [shownPlace, setShownPlace] = useState(draft.start.place.trim() || place);
  const leave = () => {
    draft.leave();
    close();
  };
  const client = useQueryClient();
  const { message } = App.useApp();
  const content = useRead("acknowledgement_draft", { ticket: ticket.id, place: shownPlace }, { keep: true });
  const second = useCustomerWindow({ content: content.data, strokes, change: setStrokes });
  const stopped = useDesk().trust.sealing_stopped;
  const locked = useKeyState().state === "locked";
  // Nobody goes on writing what cannot be sealed.
  const { close: takeBack } = second;
  useEffect(() => {
    if (stopped) takeBack();
  }, [stopped, takeBack]);
  const [moved, setMoved] = useState(false);
  const seen = useRef<AcknowledgementContent>(undefined);
  // What somebody signed is what they were shown: if it changes, they are asked again.
  useEffect(() => {
    const before = seen.current;
    seen.current = content.data;
    if (before === undefined || content.data === undefined || strokes.length === 0) return;
    if (JSON.stringify(before) === JSON.stringify(content.data)) return;
    setStrokes([]);
    setMoved(true);
  }, [content.data, strokes]);
  const onSecond = () => {
    form.setFieldValue("way", "on_screen");
    second.open().catch((error: unknown) => {
      second.close();
      setProblem(refusalOf(error));
    });
  };
  const keepPen = useRead("settings_get", {}).data?.settings.keep_pen ?? false;
  const sign = useChange("acknowledgement_sign");
  const anew = useChange("acknowledgement_correct");
  const pending = sign.isPending || anew.isPending;

  const submit = () => {
    const values = form.getFieldsValue(true) as AnswerFormValues;
    setProblem("");
    const request = {
      ticket: ticket.id,
      version: ticket.version,
      performed_by: values.performed_by?.trim() || null,
      // What is signed on the screen is signed now.
      happened_at: values.way === "on_screen" ? null : (values.happened_at ?? null),
    };
    const details = { place: values.place.trim(), answer: toAnswer(values, strokes, keepPen) };
    const then = {
      onSuccess: () => {
        void message.success("签字确认已登记，记录不能再更改。");
        draft.drop();
        close();
      },
      onError: (error: unknown) => {
        const refusal = refusalOf(error);
        if (refusal?.code === "stale_version") void refreshQueries(client, [`ticket/${ticket.id}`]);
        if (refusal?.code === "witness_differs") void refreshQueries(client, ["state"]);
        if (refusal?.code === "stale_version" || !showFieldRefusal(form, error)) setProblem(refusal);
      },
    };
    if (correct) anew.mutate({ ...request, details: { ...details, why: (values.why ?? "").trim() } }, then);
    else sign.mutate({ ...request, details }, then);
  };

  return (
    <Drawer
      open
      size={860}
      title={`${correct ? "更正签字" : "签字确认"}　${ticket.number}`}
      onClose={leave}
      mask={{ closable: false }}
      // A slip on the keyboard must not throw away a customer's handwriting.
      keyboard={false}
      onKeyDown={submitOnSaveKey({ submit: () => !pending && !facing && !stopped && content.data && form.submit() })}
      footer={
        <Flex justify="end" gap={8} align="center">
          {!stopped && (
            <>
              <span className="quiet">Ctrl + Enter 确认</span>
              <Button
                disabled={!content.data}
                onClick={() => {
                  form.setFieldValue("way", "on_screen");
                  setFacing(true);
                }}
              >
                给用户看并签字
              </Button>
              {second.state === "closed" ? (
                <Button disabled={!content.data} onClick={onSecond}>
                  在用户屏幕上签字
                </Button>
              ) : (
                <Button onClick={second.close}>收回用户屏幕</Button>
              )}
            </>
          )}
          <Button onClick={leave}>{stopped ? "关闭" : "取消"}</Button>
          {!stopped && (
            <Button type="primary" loading={pending} disabled={!content.data} onClick={() => form.submit()}>
              确认并封存
            </Button>
          )}
        </Flex>
      }
    >
      {stopped && <OnPaper view={view} />}
      {locked && (
        <Alert
          type="warning"
          showIcon
          title="封存密钥尚未解锁：请先输入密钥口令，再请用户签字。"
          description="不知道口令的，先打印单据请用户在纸上签字，再把扫描件或照片放入“扫描登记”暂存，密钥解锁后登记。"
          action={<PassphraseButton small />}
          style={{ marginBottom: 12 }}
        />
      )}
      {draft.kept && !stopped && (
        <RestoredDraftAlert
          discard={() => {
            draft.discard();
            setShownPlace(place);
          }}
        />
      )}
      {problem && !stopped && <Alert type="error" showIcon title={problem} style={{ marginBottom: 12 }} />}
      {moved && strokes.length === 0 && (
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
      <Form
        form={form}
        layout="vertical"
        onFinish={submit}
        initialValues={draft.start}
        onValuesChange={draft.remember}
        // What was typed stays behind it until it can be sealed.
        hidden={stopped}
      >
        {correct && (
          <Form.Item
            name="why"
            label="更正原因"
            extra={`原记录 ${ticket.acknowledgement?.number ?? ""} 原样保留，新记录注明更正的是它。`}
            rules={[{ required: true, whitespace: true, message: "请填写更正原因。" }]}
          >
            <Input autoComplete="off" />
          </Form.Item>
        )}
        <Form.Item
          name="place"
          label="签字地点"
          rules={[{ required: true, whitespace: true, message: "请填写签字地点。" }]}
        >
          <Input autoComplete="off" onBlur={(event) => setShownPlace(event.target.value.trim() || place)} />
        </Form.Item>
        <AnswerFields ticket={ticket} strokes={strokes} change={setStrokes} />
      </Form>
      {facing && !stopped && content.data && (
        <SigningOverlay content={content.data} strokes={strokes} change={setStrokes} close={() => setFacing(false)} />
      )}
    </Drawer>
  );
}

/** While nothing can be sealed nobody signs on the screen: the way over paper, and what ends it. */
function OnPaper({ view }: { view: TicketView }) {
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
