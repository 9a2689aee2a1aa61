// What the desk does to have an answer signed: the form, the content with its signature, and the command that seals it. How it looks is in
// sign-drawer.tsx.
import { useQueryClient } from "@tanstack/react-query";
import { App, Form, type FormInstance } from "antd";
import { useEffect, useRef, useState } from "react";
import { refusalOf } from "../../api/platform";
import { refreshQueries } from "../../api/refresh";
import { useChange, useRead } from "../../api/use-command";
import type { AcknowledgementContent, Refusal, Ticket } from "../../gen/wire";
import { useDesk } from "../../session/desk-state";
import { showFieldRefusal } from "../../shared/dialogs/refusal";
import { nameStepDraft } from "../../shared/drafts/draft-names";
import { useFormDraft } from "../../shared/drafts/form-draft";
import { useKeyState } from "../sealing-key";
import { toAnswer, type AnswerFormValues } from "./answer";
import type { PenStroke } from "./ink";
import { useCustomerWindow } from "./use-customer-window";

/** Where it is signed, as far as the ticket says: at the event, else at the address. */
function findSigningPlace({ open, case: found }: Ticket): string {
  const event = found.kind === "community" ? found.held?.details.place : undefined;
  return event || open.address || open.community;
}

/** The answer as it is typed, and the place that the content is shown with. Typed text is a draft; strokes are not: they belong to the content that
 *  was shown when they were made. */
export function useAnswerForm(ticket: Ticket, correct: boolean) {
  const [form] = Form.useForm<AnswerFormValues>();
  const place = findSigningPlace(ticket);
  const [blank] = useState(
    (): AnswerFormValues => ({ way: "on_screen", place, signer: { name: ticket.open.name, relation: "householder", phone: ticket.open.phone } }),
  );
  const draft = useFormDraft(nameStepDraft(ticket.id, correct ? "correct" : "acknowledge"), form, blank);
  const [shownPlace, setShownPlace] = useState(draft.start.place.trim() || place);
  const showPlace = (typed: string) => setShownPlace(typed.trim() || place);
  const discardDraft = () => {
    draft.discard();
    setShownPlace(place);
  };
  return { form, draft, shownPlace, showPlace, discardDraft };
}

/** Deletes the strokes when the content changes after they were made: a signature belongs to what the customer was shown. Returns whether that
 *  happened. */
function useStaleStrokes(content: AcknowledgementContent | undefined, strokes: PenStroke[], setStrokes: (strokes: PenStroke[]) => void): boolean {
  const [wasDeleted, setWasDeleted] = useState(false);
  const seen = useRef<AcknowledgementContent>(undefined);
  useEffect(() => {
    const before = seen.current;
    seen.current = content;
    if (before === undefined || content === undefined || strokes.length === 0) return;
    if (JSON.stringify(before) === JSON.stringify(content)) return;
    setStrokes([]);
    setWasDeleted(true);
  }, [content, strokes, setStrokes]);
  return wasDeleted;
}

export type SigningContent = ReturnType<typeof useSigningContent>;

/** What is signed, the strokes, the customer's window, and what stops the sealing. */
export function useSigningContent(ticket: Ticket, place: string) {
  const [strokes, setStrokes] = useState<PenStroke[]>([]);
  const content = useRead("acknowledgement_draft", { ticket: ticket.id, place }, { keep: true });
  const second = useCustomerWindow({ content: content.data, strokes, change: setStrokes });
  const isStopped = useDesk().trust.sealing_stopped;
  const isLocked = useKeyState().state === "locked";
  // The customer must not write on what cannot be sealed.
  const { close: closeWindow } = second;
  useEffect(() => {
    if (isStopped) closeWindow();
  }, [isStopped, closeWindow]);
  const wasDeleted = useStaleStrokes(content.data, strokes, setStrokes);
  return { content, strokes, setStrokes, second, isStopped, isLocked, needsNewSignature: wasDeleted && strokes.length === 0 };
}

interface SealArgs {
  ticket: Ticket;
  correct: boolean;
  form: FormInstance<AnswerFormValues>;
  strokes: PenStroke[];
  setProblem: (why: Refusal | string | null) => void;
  afterSealing: () => void;
}

/** Sends the answer to be sealed, as a first record or as one that corrects the last. */
export function useSealAnswer({ ticket, correct, form, strokes, setProblem, afterSealing }: SealArgs) {
  const client = useQueryClient();
  const { message } = App.useApp();
  const keepPen = useRead("settings_get", {}).data?.settings.keep_pen ?? false;
  const sign = useChange("acknowledgement_sign");
  const anew = useChange("acknowledgement_correct");

  const sealAnswer = () => {
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
        afterSealing();
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
  return { sealAnswer, isPending: sign.isPending || anew.isPending };
}
