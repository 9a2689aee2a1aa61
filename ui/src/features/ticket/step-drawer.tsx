// A step's form in a drawer: its own fields, then when it happened and who did it. If somebody else changed the
// ticket meanwhile, the newest is read and what was typed stays; a form that is closed by a slip, or by a power cut, offers
// it again.
import { useQueryClient } from "@tanstack/react-query";
import { Alert, App, Button, Drawer, Flex, Form } from "antd";
import { useState } from "react";
import { refreshQueries } from "../../api/refresh";
import { useChange } from "../../api/use-command";
import { useFormDraft } from "../../shared/drafts/form-draft";
import { nameStepDraft } from "../../shared/drafts/draft-names";
import { RestoredDraftAlert } from "../../shared/drafts/restored-draft-alert";
import { useDrafts } from "../../shared/drafts/use-drafts";
import type { StepKind, TicketView } from "../../gen/wire";
import { stepCommands } from "../../gen/steps";
import { words } from "../../gen/words";
import { InitialFocus } from "../../shared/keyboard/initial-focus";
import { isSaveKey } from "../../shared/keyboard/key-events";
import { focusErrorField } from "../../shared/antd-compat/focus-error-field";
import { showFieldRefusal } from "../../shared/dialogs/refusal";
import { SnippetSubjectProvider } from "../../shared/text/snippet-area";
import { describeRefusal } from "../../shared/text/errors";
import { refusalOf, type CommandRequest } from "../../api/platform";
import { SignDrawer } from "../acknowledgements";
import { AttachDrawer } from "./attach-drawer";
import { STEP_FORMS } from "../../services/by-service/step-forms";
import { toStepDetails, buildInitialValues, resolveTypedTime } from "../../services/by-service/step-values";
import { hasForm, type DrawerStep } from "../../services/common/step-form";
import { isImmediateStep, isOwnDecision } from "../../services/common/step-tables";
import { START_TIME_LABELS } from "../../services/common/shared-fields";
import { describeResults } from "../../services/water-quality/results";
import { WhenAndWho } from "../../services/common/when-and-who";

interface Props {
  step: StepKind | null;
  view: TicketView;
  close: () => void;
  /** Files the step 添加附件 begins with. */
  files?: File[];
  /** What the form begins with, whatever was typed before: what was just chosen elsewhere. */
  given?: Record<string, unknown>;
  /** Told once it is done. */
  done?: () => void;
}

export function StepDrawer({ step, view, close, files, given, done }: Props) {
  const { ready } = useDrafts();
  if (step === "attach") return <AttachDrawer view={view} start={files ?? []} close={close} />;
  if (!ready) return null;
  if (step === "acknowledge" || step === "correct") return <SignDrawer view={view} correct={step === "correct"} close={close} />;
  if (!step || !hasForm(step)) return null;
  return <Stepping key={step} step={step} view={view} close={close} given={given} done={done} />;
}

type StepCommand = (typeof stepCommands)[DrawerStep];

type Values = Record<string, unknown> & { happened_at?: number | null; performed_by?: string };

interface SteppingProps extends Pick<Props, "view" | "close" | "given" | "done"> {
  step: DrawerStep;
}

function Stepping({ step, view, close, given, done }: SteppingProps) {
  const [form] = Form.useForm<Values>();
  const [problem, setProblem] = useState("");
  const [blank] = useState<Values>(() => ({ ...buildInitialValues(step, view), ...given }));
  const draft = useFormDraft(nameStepDraft(view.ticket.id, step), form, blank, given);
  const leave = () => {
    draft.leave();
    close();
  };
  const client = useQueryClient();
  const { message } = App.useApp();
  const take = useChange<StepCommand>(stepCommands[step]);
  const { Fields, wide } = STEP_FORMS[step];

  const submit = () => {
    const values = form.getFieldsValue(true) as Values;
    setProblem("");
    const request = {
      ticket: view.ticket.id,
      version: view.ticket.version,
      performed_by: isOwnDecision(step) ? null : values.performed_by?.trim() || null,
      happened_at: isImmediateStep(step) ? null : resolveTypedTime(values.happened_at, view.ticket.last_step_at),
      details: toStepDetails(step, values),
    };
    take.mutate(request as CommandRequest<StepCommand>, {
      onSuccess: ({ value }) => {
        void message.success(`已登记：${words.StepKind[step]}${describeResults(step, value)}`);
        draft.drop();
        done?.();
        close();
      },
      onError: (error) => {
        const refusal = refusalOf(error);
        if (refusal?.code === "stale_version" || refusal?.code === "wrong_stage") {
          void refreshQueries(client, [`ticket/${view.ticket.id}`]);
        }
        if (refusal?.code === "stale_version" || !showFieldRefusal(form, error)) setProblem(describeRefusal(refusal));
      },
    });
  };

  return (
    <Drawer
      open
      title={`${words.StepKind[step]}　${view.ticket.number}`}
      onClose={leave}
      size={wide ? 720 : 560}
      mask={{ closable: false }}
      footer={
        <Flex justify="end" gap={8} align="center">
          <span className="quiet">Ctrl + Enter 提交</span>
          <Button onClick={leave}>取消</Button>
          <Button type="primary" loading={take.isPending} onClick={() => form.submit()}>
            提交
          </Button>
        </Flex>
      }
    >
      {draft.kept && <RestoredDraftAlert discard={draft.discard} />}
      {problem && <Alert type="error" showIcon title={problem} style={{ marginBottom: 12 }} />}
      <Form
        form={form}
        layout="vertical"
        initialValues={draft.start}
        onFinish={submit}
        onFinishFailed={({ errorFields: [first] }) => first && focusErrorField(form, first.name)}
        onValuesChange={draft.remember}
        onKeyDown={(event) => {
          if (!isSaveKey(event)) return;
          // The report behind the drawer listens for the same keys.
          event.preventDefault();
          event.stopPropagation();
          if (!take.isPending) form.submit();
        }}
      >
        <InitialFocus given={Object.keys(given ?? {}).length}>
          <SnippetSubjectProvider value={view.ticket.open}>
            <Fields view={view} />
          </SnippetSubjectProvider>
          <WhenAndWho when={!(step in START_TIME_LABELS) && !isImmediateStep(step)} who={!isOwnDecision(step)} />
        </InitialFocus>
      </Form>
    </Drawer>
  );
}
