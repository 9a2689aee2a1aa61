// The form of a report. The time of the call is stamped when the form opens (4.3⑴); the form is raised when it is
// saved (4.3⑵). Opened from another ticket it begins with what that one knows, and the other one is told.
import { Alert, Button, Card, Form } from "antd";
import { useEffect, useEffectEvent, useMemo, useRef, useState } from "react";
import { useLocation } from "react-router";
import { CustomerFinder } from "../customers";
import type { ServiceKind, TicketRow } from "../../gen/wire";
import { useHotkeys } from "../../shared/keyboard/hotkeys";
import { PageLayout } from "../../shared/look/page-layout";
import { SnippetSubjectProvider } from "../../shared/text/snippet-area";
import { SERVICE_QUESTIONS } from "../../services/by-service/questions-by-service";
import { isAreaService } from "../../shared/ticket/service";
import { IntakeAside } from "./intake-aside";
import { isCallerUnknown, CallerFields } from "./intake-fields";
import { IntakeDraftList } from "./intake-draft-list";
import { RelatedTickets } from "./intake-related";
import { LinkedFromAlert } from "./linked-from";
import { ServicePicker } from "./service-picker";
import { useIntakeForm, type IntakeFormProps } from "./use-intake-form";

export function IntakeForm(props: IntakeFormProps) {
  const { start, source } = props;
  const { form, values, service, kept, problem, busy, remember, save, goOn, pick, take, knows, takeStranger, resume, forget } = useIntakeForm(props);
  const draft = useMemo(() => ({ ...start, ...values }), [start, values]);
  const grid = useRef<HTMLDivElement>(null);
  const [looked, setLooked] = useState<{ id: number; name: string } | null>(null);
  // Every time somebody asks for the intake, also while they are in it, the keyboard goes to its beginning.
  const { key: asked } = useLocation();
  const merge = (into: TicketRow) => {
    if (!busy) save(into);
  };

  useHotkeys([
    {
      press: "Ctrl+Enter",
      does: "保存并生成工单",
      group: "本页",
      run: () => {
        if (!busy) save();
      },
    },
  ]);

  const begin = useEffectEvent(() => {
    // A household that is known already is not looked for.
    if (start.customer && !source) goOn(service);
    else grid.current?.querySelector<HTMLElement>("input")?.focus();
  });
  useEffect(() => begin(), [asked]);

  const refocus = useEffectEvent(() => {
    // The field that had the keyboard may have gone with the service it belonged to.
    const { activeElement } = document;
    if (activeElement && activeElement !== document.body) return;
    if (isCallerUnknown(draft)) grid.current?.querySelector<HTMLElement>("input")?.focus();
    else goOn(service);
  });
  useEffect(() => refocus(), [service]);

  // The report stays as it stands while somebody looks through households: only what is known of them is drawn.
  const questions = useMemo(() => {
    const { Fields } = SERVICE_QUESTIONS[service];
    return (
      <Card size="small" title={TITLE[service]}>
        <SnippetSubjectProvider value={draft}>
          <Fields key={service} />
        </SnippetSubjectProvider>
      </Card>
    );
  }, [service, draft]);
  const aside = useMemo(() => <IntakeAside draft={draft} />, [draft]);

  return (
    <PageLayout
      title={source ? "转开工单" : "来电受理"}
      extra={
        <>
          <span className="quiet">Ctrl + Enter 保存</span>
          <Button type="primary" loading={busy} onClick={() => save()}>
            保存并生成工单
          </Button>
        </>
      }
      pinned={<ServicePicker value={service} among={source?.linkable} pick={pick} />}
    >
      {source && <LinkedFromAlert source={source} />}
      <IntakeDraftList kept={kept} resume={resume} forget={forget} />
      {problem && <Alert type="error" showIcon title={problem} style={{ marginBottom: 12 }} />}
      <Form form={form} layout="vertical" initialValues={start} onValuesChange={remember} requiredMark>
        <div className="intake-grid" ref={grid}>
          <div>
            <Card size="small" style={{ marginBottom: 12 }}>
              {!isAreaService(service) && (
                <div style={{ marginBottom: 12 }}>
                  <CustomerFinder
                    pick={take}
                    look={(one) => setLooked(one && { id: one.id, name: one.household.name })}
                    goesAlong={knows}
                    none={takeStranger}
                  />
                </div>
              )}
              <CallerFields service={service} linked={draft.customer ?? null} form={form} />
            </Card>
            {questions}
          </div>
          <div>
            <RelatedTickets
              draft={draft}
              service={service}
              looked={looked}
              source={source?.ticket.id}
              merge={source ? undefined : merge}
            />
            {aside}
          </div>
        </div>
      </Form>
    </PageLayout>
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
