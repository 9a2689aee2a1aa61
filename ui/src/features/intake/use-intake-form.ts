// The report as it is typed, and everything that can be done with it.
import { App, Form, type FormInstance } from "antd";
import { useState } from "react";
import { useChange } from "../../api/use-command";
import { nameIntakeDraft } from "../../shared/drafts/draft-names";
import { useDrafts } from "../../shared/drafts/use-drafts";
import type { Customer, ServiceKind, TicketRow, TicketView } from "../../gen/wire";
import { focusErrorField } from "../../shared/antd-compat/focus-error-field";
import { showFieldRefusal } from "../../shared/dialogs/refusal";
import { refusalOf } from "../../api/platform";
import { describeRefusal } from "../../shared/text/errors";
import { programNow } from "../../api/now";
import { SERVICE_QUESTIONS } from "../../services/by-service/questions-by-service";
import { saveIntakeDraft, listIntakeDrafts, toHouseholdFields, parseStranger, readDraftService, switchService, toIntakeRequest, type IntakeDraft, type SavedIntakeDraft } from "./intake-draft";
import { isCallerUnknown, findMissingField } from "./intake-fields";
import { switchLinkedService } from "./linked-draft";
import { useOpenTicket } from "../ticket";

export interface IntakeFormProps {
  start: IntakeDraft;
  /** The ticket it is opened from. */
  source?: TicketView;
  done: (saved: SavedIntake) => void;
}

/** What came of it. */
export interface SavedIntake {
  view: TicketView;
  /** Why it could not be merged, where it should have been; it is saved all the same. */
  problem?: string;
}

type IntakeFormInstance = FormInstance<IntakeDraft>;

const readTypedIntake = (form: IntakeFormInstance) => form.getFieldsValue(true) as IntakeDraft;

/** Focuses a field once it is drawn; of several to choose from, the first. */
function focusField(name: readonly string[]) {
  setTimeout(() => {
    const field = document.getElementById(name.join("_"));
    const input = field?.matches("input, textarea") ? field : field?.querySelector<HTMLElement>("input, textarea");
    input?.focus();
  });
}

/** Focuses what the household still lacks, else the first question of the service. */
function focusNextQuestion(form: IntakeFormInstance, service: ServiceKind) {
  const missing = findMissingField(service, readTypedIntake(form));
  focusField(missing ? [missing] : ["asked", SERVICE_QUESTIONS[service].initialFocus]);
}

/** Answers are replaced whole: those of two services must not be mixed. */
function fillIntakeForm(form: IntakeFormInstance, { asked, parked, ...common }: IntakeDraft) {
  form.setFieldsValue(common);
  form.setFields([
    { name: "asked", value: asked },
    { name: "parked", value: parked },
  ]);
}

interface SaveArgs extends Pick<IntakeFormProps, "source" | "done"> {
  form: IntakeFormInstance;
  dropDraft: () => void;
  setProblem: (problem: string) => void;
}

function useIntakeSave({ form, source, done, dropDraft, setProblem }: SaveArgs) {
  const open = useOpenTicket(source);
  const { mutate: merge, isPending: isMerging } = useChange("ticket_merge");
  const { message } = App.useApp();
  const finishIntake = (view: TicketView, into: TicketRow | undefined) => {
    dropDraft();
    if (!into) {
      done({ view });
      return;
    }
    const { id: ticket, version } = view.ticket;
    merge(
      { ticket, version, details: { into: into.id } },
      {
        onSuccess: ({ value }) => done({ view: value }),
        // The report has its number already: nothing is lost, and it is said what is left to do.
        onError: (error) => done({ view, problem: `来电已登记，但没有并入 ${into.number}：${describeRefusal(refusalOf(error))}` }),
      },
    );
  };
  /** Saves; and at once merges it into that ticket, if there is one. */
  const saveIntake = (into?: TicketRow) => {
    setProblem("");
    const showFailure = (error: unknown) => {
      if (!showFieldRefusal(form, error, source ? "open" : "")) setProblem(describeRefusal(refusalOf(error)));
    };
    form
      .validateFields()
      .then(() => open.send(toIntakeRequest(readTypedIntake(form)), (view) => finishIntake(view, into), showFailure))
      .catch((failed: { errorFields?: { name: (string | number)[] }[] }) => {
        const first = failed.errorFields?.[0]?.name;
        if (first) focusErrorField(form, first);
        void message.warning("还有内容没有填写，请看红色提示。");
      });
  };
  return { saveIntake, isBusy: open.busy || isMerging };
}

/** Fills in who calls: a household that is in the files, or what was typed to find one. */
function buildCallerActions(form: IntakeFormInstance, afterFilling: () => void) {
  // What was typed in search of a household is not typed again. It replaces nothing that is filled in.
  const findStrangerFields = (text: string) => (isCallerUnknown(readTypedIntake(form)) ? parseStranger(text) : {});
  const canTakeStranger = (text: string): boolean => Object.keys(findStrangerFields(text)).length > 0;
  const takeHousehold = (customer: Customer) => {
    form.setFieldsValue(toHouseholdFields(customer));
    afterFilling();
  };
  /** Whether anything was filled in. */
  const takeStranger = (text: string): boolean => {
    const isKnown = canTakeStranger(text);
    form.setFieldsValue(findStrangerFields(text));
    afterFilling();
    return isKnown;
  };
  return { takeHousehold, canTakeStranger, takeStranger };
}

export function useIntakeForm({ start, source, done }: IntakeFormProps) {
  const drafts = useDrafts();
  const { drop } = drafts;
  const from = source?.ticket.id;
  const [form] = Form.useForm<IntakeDraft>();
  const [slot, setSlot] = useState(() => `${programNow()}-${Math.random().toString(36).slice(2)}`);
  // The draft that is being typed is not offered.
  const kept = listIntakeDrafts(drafts.all, from).filter((other) => other.slot !== slot);
  const [problem, setProblem] = useState("");
  // State of its own, drawn before the next key: the form informs its watchers only later, and what is saved in between
  // would be held against the questions of the service before.
  const [service, setService] = useState(() => readDraftService(start));
  const { saveIntake, isBusy } = useIntakeSave({ form, source, done, dropDraft: () => drop(nameIntakeDraft(slot, from)), setProblem });
  const rememberDraft = () => saveIntakeDraft(drafts, from, slot, readTypedIntake(form));
  const focusNext = (of: ServiceKind) => focusNextQuestion(form, of);
  const putDraft = (draft: IntakeDraft) => {
    fillIntakeForm(form, draft);
    setService(readDraftService(draft));
  };
  const pickService = (to: ServiceKind) => {
    const typed = readTypedIntake(form);
    putDraft(source ? switchLinkedService(typed, source.ticket, to) : switchService(typed, to));
    setProblem("");
    rememberDraft();
  };
  const callerActions = buildCallerActions(form, () => {
    rememberDraft();
    focusNext(service);
  });
  const resumeDraft = (one: SavedIntakeDraft) => {
    // What was typed meanwhile stays kept under its own name, and is offered in turn.
    setSlot(one.slot);
    form.resetFields();
    putDraft(one.draft);
    focusNext(readDraftService(one.draft));
  };
  const forgetDraft = (one: SavedIntakeDraft) => drop(nameIntakeDraft(one.slot, from));
  const values = (Form.useWatch((watched) => watched as IntakeDraft, { form, preserve: true }) ?? start) as IntakeDraft;
  return { form, values, service, kept, problem, isBusy, rememberDraft, saveIntake, focusNext, pickService, ...callerActions, resumeDraft, forgetDraft };
}
