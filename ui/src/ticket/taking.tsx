// The form of a report. The time of the call is stamped when the form opens (4.3⑴); the form is raised when it is
// saved (4.3⑵). Opened from another ticket it begins with what that one knows, and the other one is told.
import { Alert, App, Button, Card, Flex, Form } from "antd";
import { useCallback, useEffect, useRef, useState } from "react";
import { FindCustomer } from "../customer/find";
import { useDesk } from "../desk/state";
import type { Customer, ServiceKind, TicketView } from "../gen/wire";
import { words } from "../gen/words";
import { saves } from "../part/keys";
import { Page } from "../part/page";
import { onField, refusalOf } from "../part/refusal";
import { sentence } from "../text/errors";
import { moment } from "../time/shanghai";
import { ASK } from "./ask/all";
import { dropDraft, keepDraft, keptDraft, ofArea, serviceOf, switched, toOpen, worthKeeping, type Draft } from "./draft";
import { Duplicates } from "./duplicates";
import { Aside } from "./intake-aside";
import { WhoFields } from "./intake-fields";
import { LinkedFrom } from "./linked-from";
import { ServicePicker } from "./picker";
import { switchedLink } from "./linked";
import { useOpen } from "./open";

interface Props {
  start: Draft;
  /** The ticket it is opened from. */
  source?: TicketView;
  done: (view: TicketView) => void;
}

/** The report as it is typed, and everything that can be done with it. */
function useTaking({ start, source, done }: Props) {
  const person = useDesk().person?.id ?? 0;
  const from = source?.ticket.id;
  const [form] = Form.useForm<Draft>();
  const [kept, setKept] = useState(() => keptDraft(person, from));
  const [problem, setProblem] = useState("");
  // State of its own, drawn before the next key: the form tells its watchers only later, and what is saved in between
  // would be held against the questions of the service before.
  const [service, setService] = useState(() => serviceOf(start));
  const open = useOpen(source);
  const { message } = App.useApp();
  const all = useCallback(() => form.getFieldsValue(true) as Draft, [form]);
  const remember = useCallback(() => {
    if (worthKeeping(all())) keepDraft(person, all(), from);
  }, [all, from, person]);

  const save = useCallback(() => {
    setProblem("");
    const taken = (view: TicketView) => {
      dropDraft(person, from);
      done(view);
    };
    const refused = (error: unknown) => {
      if (!onField(form, error, source ? "open" : "")) setProblem(sentence(refusalOf(error)));
    };
    form
      .validateFields()
      .then(() => open.send(toOpen(all()), taken, refused))
      .catch((failed: { errorFields?: { name: (string | number)[] }[] }) => {
        const first = failed.errorFields?.[0]?.name;
        if (first) form.scrollToField(first, { block: "center", focus: true });
        void message.warning("还有内容没有填写，请看红色提示。");
      });
  }, [all, done, form, from, message, open, person, source]);

  const put = useCallback(
    (draft: Draft) => {
      // Answers are replaced whole: those of two services must not be mixed.
      const { asked, parked, ...common } = draft;
      form.setFieldsValue(common);
      form.setFields([
        { name: "asked", value: asked },
        { name: "parked", value: parked },
      ]);
      setService(serviceOf(draft));
    },
    [form],
  );
  const pick = useCallback(
    (to: ServiceKind) => {
      put(source ? switchedLink(all(), source.ticket, to) : switched(all(), to));
      setProblem("");
      remember();
    },
    [all, put, remember, source],
  );
  const take = ({ id, household }: Customer) => {
    const { account_number, name, address, community, area, phones } = household;
    form.setFieldsValue({ customer: id, account_number, name, address, community, area, phone: phones[0] ?? "" });
    remember();
  };
  const resume = () => {
    if (kept) put(kept);
    setKept(null);
  };
  const forget = () => {
    dropDraft(person, from);
    setKept(null);
  };
  const values = (Form.useWatch((watched) => watched as Draft, { form, preserve: true }) ?? start) as Draft;
  return { form, values, service, kept, problem, busy: open.busy, remember, save, pick, take, resume, forget };
}

export function Taking(props: Props) {
  const { start, source } = props;
  const { form, values, service, kept, problem, busy, remember, save, pick, take, resume, forget } = useTaking(props);
  const draft = { ...start, ...values };
  const { Fields } = ASK[service];
  const grid = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (!saves(event) || document.body.classList.contains("locked")) return;
      event.preventDefault();
      if (!busy) save();
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, [busy, save]);

  useEffect(() => {
    // The field that had the keyboard may have gone with the service it belonged to.
    const { activeElement } = document;
    if (!activeElement || activeElement === document.body) grid.current?.querySelector<HTMLElement>("input:not([type=hidden])")?.focus();
  }, [service]);

  return (
    <Page
      title={source ? "转开工单" : "来电受理"}
      extra={
        <>
          <span className="quiet">Ctrl + Enter 保存</span>
          <Button type="primary" loading={busy} onClick={save}>
            保存并生成工单
          </Button>
        </>
      }
    >
      {source && <LinkedFrom source={source} />}
      <ServicePicker value={service} among={source?.linkable} pick={pick} />
      {kept && <Kept draft={kept} resume={resume} forget={forget} />}
      {problem && <Alert type="error" showIcon title={problem} style={{ marginBottom: 12 }} />}
      <Form form={form} layout="vertical" initialValues={start} onValuesChange={remember} requiredMark>
        <div className="intake-grid" ref={grid}>
          <div>
            <Card size="small" style={{ marginBottom: 12 }}>
              {!ofArea(service) && (
                <div style={{ marginBottom: 12 }}>
                  <FindCustomer pick={take} />
                </div>
              )}
              <WhoFields service={service} linked={draft.customer ?? null} form={form} />
            </Card>
            <Duplicates
              phone={draft.phone ?? ""}
              account={draft.account_number ?? ""}
              address={draft.address ?? ""}
              source={source?.ticket.id}
            />
            <Card size="small" title={TITLE[service]}>
              <Fields key={service} />
            </Card>
          </div>
          <Aside draft={draft} />
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

interface KeptProps {
  draft: Draft;
  resume: () => void;
  forget: () => void;
}

function Kept({ draft, resume, forget }: KeptProps) {
  const what = [words.ServiceKind[serviceOf(draft)], moment(draft.received_at), draft.name].filter(Boolean).join("，");
  return (
    <Alert
      type="info"
      showIcon
      style={{ marginBottom: 12 }}
      title={`有一份没有保存的来电记录（${what}），要继续填写吗？`}
      action={
        <Flex gap={6}>
          <Button size="small" type="primary" onClick={resume}>
            继续填写
          </Button>
          <Button size="small" onClick={forget}>
            丢弃
          </Button>
        </Flex>
      }
    />
  );
}
