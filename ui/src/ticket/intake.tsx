// 来电受理. The time of the call is stamped when the form opens (4.3⑴); the form is raised when it is saved (4.3⑵).
import { Alert, App, Button, Card, Flex, Form } from "antd";
import { useCallback, useEffect, useState } from "react";
import { FindCustomer } from "../customer/find";
import { useChange } from "../call/use";
import { useDesk } from "../desk/state";
import type { Customer, Open, TicketView } from "../gen/wire";
import { saves } from "../part/keys";
import { Page } from "../part/page";
import { onField, refusalOf } from "../part/refusal";
import { sentence } from "../text/errors";
import { programNow } from "../time/now";
import { moment } from "../time/shanghai";
import { dropDraft, keepDraft, keptDraft, worthKeeping, type Draft } from "./draft";
import { Duplicates } from "./duplicates";
import { HouseholdFields, ReportFields } from "./intake-fields";
import { Aside } from "./intake-aside";
import { Taken } from "./taken";

function fresh(): Draft {
  return {
    received_at: programNow(),
    channel: "hotline",
    area: "urban",
    asked: {
      kind: "repair",
      meter_side: "unknown",
      fault: "leak",
      situation: "",
      valve_shuts: null,
      neighbours_affected: null,
      materials_told: false,
    },
  };
}

/** What is sent: every field the program knows, and an empty text where nothing was typed. */
export function toOpen(values: Draft): Open {
  const asked = values.asked ?? fresh().asked;
  return {
    received_at: values.received_at,
    raised_at: null,
    channel: values.channel ?? "hotline",
    first_receiver: values.first_receiver?.trim() ?? "",
    customer: values.customer ?? null,
    account_number: values.account_number?.trim() ?? "",
    name: values.name?.trim() ?? "",
    phone: values.phone?.trim() ?? "",
    address: values.address?.trim() ?? "",
    community: values.community?.trim() ?? "",
    area: values.area ?? "urban",
    external_number: values.external_number?.trim() ?? "",
    asked: { ...(asked as Open["asked"]), situation: asked?.situation?.trim() ?? "" },
  };
}

export function Intake() {
  const person = useDesk().person?.id ?? 0;
  const [taken, setTaken] = useState<TicketView | null>(null);
  const [round, setRound] = useState(0);
  const again = () => {
    setTaken(null);
    setRound((n) => n + 1);
  };
  if (taken) return <Taken view={taken} again={again} />;
  return <Taking key={round} person={person} done={setTaken} />;
}

function Taking({ person, done }: { person: number; done: (view: TicketView) => void }) {
  const [form] = Form.useForm<Draft>();
  const [kept, setKept] = useState(() => keptDraft(person));
  const [problem, setProblem] = useState("");
  const [start] = useState(fresh);
  const open = useChange("ticket_open");
  const { message } = App.useApp();
  const values = (Form.useWatch((all) => all as Draft, { form, preserve: true }) ?? start) as Draft;

  const save = useCallback(() => {
    setProblem("");
    void form
      .validateFields()
      .then(() => {
        const all = form.getFieldsValue(true) as Draft;
        open.mutate(
          { open: toOpen(all) },
          {
            onSuccess: ({ value }) => {
              dropDraft(person);
              done(value);
            },
            onError: (error) => {
              if (!onField(form, error)) setProblem(sentence(refusalOf(error)));
            },
          },
        );
      })
      .catch(() => void message.warning("还有内容没有填写，请看红色提示。"));
  }, [done, form, message, open, person]);

  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (!saves(event) || document.body.classList.contains("locked")) return;
      event.preventDefault();
      if (!open.isPending) save();
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, [open.isPending, save]);

  const take = ({ id, household }: Customer) => {
    const { account_number, name, address, community, area, phones } = household;
    form.setFieldsValue({ customer: id, account_number, name, address, community, area, phone: phones[0] ?? "" });
    remember();
  };
  const remember = () => {
    const all = form.getFieldsValue(true) as Draft;
    if (worthKeeping(all)) keepDraft(person, all);
  };
  const resume = () => {
    if (kept) form.setFieldsValue(kept);
    setKept(null);
  };
  const forget = () => {
    dropDraft(person);
    setKept(null);
  };

  return (
    <Page
      title="来电受理"
      extra={
        <>
          <span className="quiet">Ctrl + Enter 保存</span>
          <Button type="primary" loading={open.isPending} onClick={save}>
            保存并生成工单
          </Button>
        </>
      }
    >
      {kept && (
        <Alert
          type="info"
          showIcon
          style={{ marginBottom: 12 }}
          title={`有一份没有保存的来电记录（${moment(kept.received_at)}${kept.name ? `，${kept.name}` : ""}），要继续填写吗？`}
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
      )}
      {problem && <Alert type="error" showIcon title={problem} style={{ marginBottom: 12 }} />}
      <Form form={form} layout="vertical" initialValues={start} onValuesChange={remember} requiredMark>
        <div className="intake-grid">
          <div>
            <Card size="small" style={{ marginBottom: 12 }}>
              <div style={{ marginBottom: 12 }}>
                <FindCustomer pick={take} />
              </div>
              <HouseholdFields linked={values.customer ?? null} form={form} />
            </Card>
            <Duplicates phone={values.phone ?? ""} account={values.account_number ?? ""} address={values.address ?? ""} />
            <Card size="small" title="报修内容">
              <ReportFields />
            </Card>
          </div>
          <Aside received={values.received_at} area={values.area ?? "urban"} side={values.asked?.meter_side} />
        </div>
      </Form>
    </Page>
  );
}
