// The form of a report. The time of the call is stamped when the form opens (4.3⑴); the form is raised when it is
// saved (4.3⑵). Opened from another ticket it begins with what that one knows, and the other one is told.
import { Alert, Button, Card, Form } from "antd";
import { useEffect, useEffectEvent, useMemo, useRef, useState } from "react";
import { useLocation } from "react-router";
import { FindCustomer } from "../customer/find";
import type { ServiceKind, TicketRow } from "../gen/wire";
import { useHotkeys } from "../part/hotkeys";
import { Page } from "../part/page";
import { Caller } from "../part/snippet";
import { ASK } from "./ask/all";
import { ofArea } from "./draft";
import { Aside } from "./intake-aside";
import { blank, WhoFields } from "./intake-fields";
import { KeptDrafts } from "./kept";
import { Known } from "./known";
import { LinkedFrom } from "./linked-from";
import { ServicePicker } from "./picker";
import { useReport, type Props } from "./report";

export function Taking(props: Props) {
  const { start, source } = props;
  const { form, values, service, kept, problem, busy, remember, save, goOn, pick, take, knows, takeStranger, resume, forget } = useReport(props);
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
    if (blank(draft)) grid.current?.querySelector<HTMLElement>("input")?.focus();
    else goOn(service);
  });
  useEffect(() => refocus(), [service]);

  // The report stays as it stands while somebody looks through households: only what is known of them is drawn.
  const questions = useMemo(() => {
    const { Fields } = ASK[service];
    return (
      <Card size="small" title={TITLE[service]}>
        <Caller value={draft}>
          <Fields key={service} />
        </Caller>
      </Card>
    );
  }, [service, draft]);
  const aside = useMemo(() => <Aside draft={draft} />, [draft]);

  return (
    <Page
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
      {source && <LinkedFrom source={source} />}
      <KeptDrafts kept={kept} resume={resume} forget={forget} />
      {problem && <Alert type="error" showIcon title={problem} style={{ marginBottom: 12 }} />}
      <Form form={form} layout="vertical" initialValues={start} onValuesChange={remember} requiredMark>
        <div className="intake-grid" ref={grid}>
          <div>
            <Card size="small" style={{ marginBottom: 12 }}>
              {!ofArea(service) && (
                <div style={{ marginBottom: 12 }}>
                  <FindCustomer
                    pick={take}
                    look={(one) => setLooked(one && { id: one.id, name: one.household.name })}
                    goesAlong={knows}
                    none={takeStranger}
                  />
                </div>
              )}
              <WhoFields service={service} linked={draft.customer ?? null} form={form} />
            </Card>
            {questions}
          </div>
          <div>
            <Known
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
    </Page>
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
