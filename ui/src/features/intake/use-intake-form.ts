// The report as it is typed, and everything that can be done with it.
import { App, Form } from "antd";
import { useCallback, useState } from "react";
import { useChange } from "../../api/use-command";
import { nameIntakeDraft } from "../../shared/drafts/draft-names";
import { useDrafts } from "../../shared/drafts/use-drafts";
import type { Customer, ServiceKind, TicketRow, TicketView } from "../../gen/wire";
import { focusErrorField } from "../../shared/keyboard/focus-first-error";
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

/** Puts the keyboard into a field, once it is drawn; of several to choose from into the first. */
function enter(name: readonly string[]) {
  setTimeout(() => {
    const field = document.getElementById(name.join("_"));
    const input = field?.matches("input, textarea") ? field : field?.querySelector<HTMLElement>("input, textarea");
    input?.focus();
  });
}

export function useIntakeForm({ start, source, done }: IntakeFormProps) {
  const drafts = useDrafts();
  const { drop } = drafts;
  const from = source?.ticket.id;
  const [form] = Form.useForm<IntakeDraft>();
  const [slot, setSlot] = useState(() => `${programNow()}-${Math.random().toString(36).slice(2)}`);
  // The one being typed is not offered to whoever types it.
  const kept = listIntakeDrafts(drafts.all, from).filter((other) => other.slot !== slot);
  const [problem, setProblem] = useState("");
  // State of its own, drawn before the next key: the form tells its watchers only later, and what is saved in between
  // would be held against the questions of the service before.
  const [service, setService] = useState(() => readDraftService(start));
  const open = useOpenTicket(source);
  const { mutate: merge, isPending: merging } = useChange("ticket_merge");
  const { message } = App.useApp();
  const all = useCallback(() => form.getFieldsValue(true) as IntakeDraft, [form]);
  const remember = () => saveIntakeDraft(drafts, from, slot, all());

  /** Saves; and at once merges it into that ticket, if there is one. */
  const save = useCallback(
    (into?: TicketRow) => {
      setProblem("");
      const taken = (view: TicketView) => {
        drop(nameIntakeDraft(slot, from));
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
            onError: (error) =>
              done({ view, problem: `来电已登记，但没有并入 ${into.number}：${describeRefusal(refusalOf(error))}` }),
          },
        );
      };
      const refused = (error: unknown) => {
        if (!showFieldRefusal(form, error, source ? "open" : "")) setProblem(describeRefusal(refusalOf(error)));
      };
      form
        .validateFields()
        .then(() => open.send(toIntakeRequest(all()), taken, refused))
        .catch((failed: { errorFields?: { name: (string | number)[] }[] }) => {
          const first = failed.errorFields?.[0]?.name;
          if (first) focusErrorField(form, first);
          void message.warning("还有内容没有填写，请看红色提示。");
        });
    },
    [all, done, drop, form, from, merge, message, open, slot, source],
  );

  /** Where the keyboard goes on: to what the household still lacks, else to the first question. */
  const goOn = useCallback(
    (of: ServiceKind) => {
      const missing = findMissingField(of, all());
      enter(missing ? [missing] : ["asked", SERVICE_QUESTIONS[of].initialFocus]);
    },
    [all],
  );
  const put = useCallback(
    (draft: IntakeDraft) => {
      // Answers are replaced whole: those of two services must not be mixed.
      const { asked, parked, ...common } = draft;
      form.setFieldsValue(common);
      form.setFields([
        { name: "asked", value: asked },
        { name: "parked", value: parked },
      ]);
      setService(readDraftService(draft));
    },
    [form],
  );
  const pick = (to: ServiceKind) => {
    put(source ? switchLinkedService(all(), source.ticket, to) : switchService(all(), to));
    setProblem("");
    remember();
  };
  const take = (customer: Customer) => {
    form.setFieldsValue(toHouseholdFields(customer));
    remember();
    goOn(service);
  };
  /** Whoever is in no file: what was typed to find them need not be typed again. It writes over nobody. */
  const stranger = (text: string) => (isCallerUnknown(all()) ? parseStranger(text) : {});
  const knows = (text: string): boolean => Object.keys(stranger(text)).length > 0;
  /** Whether anything was taken. */
  const takeStranger = (text: string): boolean => {
    const known = knows(text);
    form.setFieldsValue(stranger(text));
    remember();
    goOn(service);
    return known;
  };
  const resume = (one: SavedIntakeDraft) => {
    // What was typed meanwhile stays kept under its own name, and is offered in turn.
    setSlot(one.slot);
    form.resetFields();
    put(one.draft);
    goOn(readDraftService(one.draft));
  };
  const forget = (one: SavedIntakeDraft) => drop(nameIntakeDraft(one.slot, from));
  const values = (Form.useWatch((watched) => watched as IntakeDraft, { form, preserve: true }) ?? start) as IntakeDraft;
  const busy = open.busy || merging;
  return { form, values, service, kept, problem, busy, remember, save, goOn, pick, take, knows, takeStranger, resume, forget };
}
