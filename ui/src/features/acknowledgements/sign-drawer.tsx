// 签字: first everything the customer confirms, then the signature.
import { Button, Drawer, Flex, Form, Input } from "antd";
import { useState } from "react";
import { refusalOf } from "../../api/platform";
import type { Ticket, TicketView } from "../../gen/wire";
import { useFormProblem } from "../../shared/dialogs/use-form-problem";
import { submitOnSaveKey } from "../../shared/keyboard/key-events";
import { AnswerFields } from "./answer";
import { SigningAlerts } from "./signing-alerts";
import { SigningOverlay } from "./signing-view";
import { useAnswerForm, useSealAnswer, useSigningContent, type SigningContent } from "./use-signing";

interface Props {
  view: TicketView;
  /** A new record in the place of the last one. */
  correct: boolean;
  close: () => void;
}

export function SignDrawer({ view, correct, close }: Props) {
  const { ticket } = view;
  const [facing, setFacing] = useState(false);
  const [problem, setProblem] = useFormProblem();
  const answer = useAnswerForm(ticket, correct);
  const { form, draft } = answer;
  const signing = useSigningContent(ticket, answer.shownPlace);
  const { content, strokes, setStrokes, second, isStopped } = signing;
  const leaveDrawer = () => {
    draft.leave();
    close();
  };
  const afterSealing = () => {
    draft.drop();
    close();
  };
  const { sealAnswer, isPending } = useSealAnswer({ ticket, correct, form, strokes, setProblem, afterSealing });
  const faceCustomer = () => {
    form.setFieldValue("way", "on_screen");
    setFacing(true);
  };
  const openCustomerWindow = () => {
    form.setFieldValue("way", "on_screen");
    second.open().catch((error: unknown) => {
      second.close();
      setProblem(refusalOf(error));
    });
  };

  return (
    <Drawer
      open
      size={860}
      title={`${correct ? "更正签字" : "签字确认"}　${ticket.number}`}
      onClose={leaveDrawer}
      mask={{ closable: false }}
      // A slip on the keyboard must not throw away a customer's handwriting.
      keyboard={false}
      onKeyDown={submitOnSaveKey({ submit: () => !isPending && !facing && !isStopped && content.data && form.submit() })}
      footer={
        <SigningFooter
          signing={signing}
          isPending={isPending}
          faceCustomer={faceCustomer}
          openWindow={openCustomerWindow}
          leaveDrawer={leaveDrawer}
          submitForm={() => form.submit()}
        />
      }
    >
      <SigningAlerts view={view} signing={signing} problem={problem} discardDraft={draft.kept ? answer.discardDraft : null} />
      <AnswerForm ticket={ticket} correct={correct} answer={answer} signing={signing} sealAnswer={sealAnswer} />
      {facing && !isStopped && content.data && (
        <SigningOverlay content={content.data} strokes={strokes} change={setStrokes} close={() => setFacing(false)} />
      )}
    </Drawer>
  );
}

interface FooterProps {
  signing: SigningContent;
  isPending: boolean;
  /** Turns this screen to the customer. */
  faceCustomer: () => void;
  openWindow: () => void;
  leaveDrawer: () => void;
  submitForm: () => void;
}

function SigningFooter({ signing: { content, second, isStopped }, isPending, faceCustomer, openWindow, leaveDrawer, submitForm }: FooterProps) {
  return (
    <Flex justify="end" gap={8} align="center">
      {!isStopped && (
        <>
          <span className="quiet">Ctrl + Enter 确认</span>
          <Button disabled={!content.data} onClick={faceCustomer}>
            给用户看并签字
          </Button>
          {second.state === "closed" ? (
            <Button disabled={!content.data} onClick={openWindow}>
              在用户屏幕上签字
            </Button>
          ) : (
            <Button onClick={second.close}>收回用户屏幕</Button>
          )}
        </>
      )}
      <Button onClick={leaveDrawer}>{isStopped ? "关闭" : "取消"}</Button>
      {!isStopped && (
        <Button type="primary" loading={isPending} disabled={!content.data} onClick={submitForm}>
          确认并封存
        </Button>
      )}
    </Flex>
  );
}

interface AnswerFormProps {
  ticket: Ticket;
  correct: boolean;
  answer: ReturnType<typeof useAnswerForm>;
  signing: SigningContent;
  sealAnswer: () => void;
}

function AnswerForm({ ticket, correct, answer: { form, draft, showPlace }, signing: { strokes, setStrokes, isStopped }, sealAnswer }: AnswerFormProps) {
  return (
    <Form
      form={form}
      layout="vertical"
      onFinish={sealAnswer}
      initialValues={draft.start}
      onValuesChange={draft.remember}
      // What was typed stays behind it until it can be sealed.
      hidden={isStopped}
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
        <Input autoComplete="off" onBlur={(event) => showPlace(event.target.value)} />
      </Form.Item>
      <AnswerFields ticket={ticket} strokes={strokes} change={setStrokes} />
    </Form>
  );
}
