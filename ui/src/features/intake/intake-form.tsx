// The form of a report. The time of the call is stamped when the form opens (4.3⑴); the form is raised when it is
// saved (4.3⑵). Opened from another ticket it begins with what that one knows, and the other one records it.
import { Alert, Button, Card, Form } from "antd";
import { useEffect, useEffectEvent, useMemo, useRef, useState, type RefObject } from "react";
import { useLocation } from "react-router";
import { CustomerFinder } from "../customers";
import type { ServiceKind, TicketRow, TicketView } from "../../gen/wire";
import { useHotkeys } from "../../shared/keyboard/hotkeys";
import { PageLayout } from "../../shared/look/page-layout";
import { SnippetSubjectProvider } from "../../shared/text/snippet-area";
import { SERVICE_QUESTIONS } from "../../services/by-service/questions-by-service";
import { isAreaService } from "../../shared/ticket/service";
import { IntakeAside } from "./intake-aside";
import { isCallerUnknown, CallerFields } from "./intake-fields";
import type { IntakeDraft } from "./intake-draft";
import { IntakeDraftList } from "./intake-draft-list";
import { RelatedTickets } from "./intake-related";
import { LinkedFromAlert } from "./linked-from";
import { ServicePicker } from "./service-picker";
import { useIntakeForm, type IntakeFormProps } from "./use-intake-form";

export function IntakeForm(props: IntakeFormProps) {
  const { start, source } = props;
  const intake = useIntakeForm(props);
  const { form, values, service, kept, problem, isBusy, saveIntake } = intake;
  const draft = useMemo(() => ({ ...start, ...values }), [start, values]);
  const grid = useRef<HTMLDivElement>(null);

  useHotkeys([
    {
      press: "Ctrl+Enter",
      does: "保存并生成工单",
      group: "本页",
      run: () => {
        if (!isBusy) saveIntake();
      },
    },
  ]);
  useIntakeFocus({ grid, props, draft, intake });

  return (
    <PageLayout
      title={source ? "转开工单" : "来电受理"}
      extra={
        <>
          <span className="quiet">Ctrl + Enter 保存</span>
          <Button type="primary" loading={isBusy} onClick={() => saveIntake()}>
            保存并生成工单
          </Button>
        </>
      }
      pinned={<ServicePicker value={service} among={source?.linkable} pick={intake.pickService} />}
    >
      {source && <LinkedFromAlert source={source} />}
      <IntakeDraftList kept={kept} resume={intake.resumeDraft} forget={intake.forgetDraft} />
      {problem && <Alert type="error" showIcon title={problem} style={{ marginBottom: 12 }} />}
      <Form form={form} layout="vertical" initialValues={start} onValuesChange={intake.rememberDraft} requiredMark>
        <div className="intake-grid" ref={grid}>
          <IntakeColumns intake={intake} draft={draft} source={source} />
        </div>
      </Form>
    </PageLayout>
  );
}

type Intake = ReturnType<typeof useIntakeForm>;

interface FocusArgs {
  grid: RefObject<HTMLDivElement | null>;
  props: IntakeFormProps;
  draft: IntakeDraft;
  intake: Intake;
}

/** Focuses the beginning of the form each time the intake is asked for, also while it is open, and a field again when the focused one disappears. */
function useIntakeFocus({ grid, props: { start, source }, draft, intake: { service, focusNext } }: FocusArgs) {
  const { key: asked } = useLocation();
  const focusFirst = () => grid.current?.querySelector<HTMLElement>("input")?.focus();
  const focusBeginning = useEffectEvent(() => {
    // A household that is known already is not looked for.
    if (start.customer && !source) focusNext(service);
    else focusFirst();
  });
  useEffect(() => focusBeginning(), [asked]);

  const restoreFocus = useEffectEvent(() => {
    // The focused field may have gone with the service it belonged to.
    const { activeElement } = document;
    if (activeElement && activeElement !== document.body) return;
    if (isCallerUnknown(draft)) focusFirst();
    else focusNext(service);
  });
  useEffect(() => restoreFocus(), [service]);
}

interface ColumnsProps {
  intake: Intake;
  draft: IntakeDraft;
  source: TicketView | undefined;
}

/** On the left what is asked, on the right what the program knows. */
function IntakeColumns({ intake, draft, source }: ColumnsProps) {
  const { form, service, isBusy, saveIntake, takeHousehold, canTakeStranger, takeStranger } = intake;
  const [looked, setLooked] = useState<{ id: number; name: string } | null>(null);
  const mergeInto = (into: TicketRow) => {
    if (!isBusy) saveIntake(into);
  };
  // While households are looked through, only what is known of them is drawn again.
  const questions = useMemo(() => <QuestionsCard service={service} draft={draft} />, [service, draft]);
  const aside = useMemo(() => <IntakeAside draft={draft} />, [draft]);
  return (
    <>
      <div>
        <Card size="small" style={{ marginBottom: 12 }}>
          {!isAreaService(service) && (
            <div style={{ marginBottom: 12 }}>
              <CustomerFinder
                pick={takeHousehold}
                look={(one) => setLooked(one && { id: one.id, name: one.household.name })}
                goesAlong={canTakeStranger}
                none={takeStranger}
              />
            </div>
          )}
          <CallerFields service={service} linked={draft.customer ?? null} form={form} />
        </Card>
        {questions}
      </div>
      <div>
        <RelatedTickets draft={draft} service={service} looked={looked} source={source?.ticket.id} merge={source ? undefined : mergeInto} />
        {aside}
      </div>
    </>
  );
}

function QuestionsCard({ service, draft }: { service: ServiceKind; draft: IntakeDraft }) {
  const { Fields } = SERVICE_QUESTIONS[service];
  return (
    <Card size="small" title={TITLE[service]}>
      <SnippetSubjectProvider value={draft}>
        <Fields key={service} />
      </SnippetSubjectProvider>
    </Card>
  );
}

const TITLE: Record<ServiceKind, string> = {
  repair: "报修内容",
  leak_detection: "检漏申请",
  water_quality: "化验要求",
  reminder: "发现的问题",
  community: "活动内容",
  emergency_water: "停水情况",
};
