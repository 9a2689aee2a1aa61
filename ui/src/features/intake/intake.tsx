// 来电受理: which service, who and where, what that service asks. `?service=` picks one, `?from=` opens from a ticket, `?customer=`
// is for a household that is known already.
import { Alert, Skeleton } from "antd";
import { useState } from "react";
import { useLocation, useNavigate, useSearchParams } from "react-router";
import { useRead } from "../../api/use-command";
import type { Customer, ServiceKind, TicketView } from "../../gen/wire";
import { PageLayout } from "../../shared/look/page-layout";
import { FailureAlert } from "../../shared/dialogs/refusal";
import { createIntakeDraft, toHouseholdFields } from "./intake-draft";
import "./intake.css";
import { createLinkedDraft } from "./linked-draft";
import type { SavedIntake } from "./use-intake-form";
import { isService } from "../../shared/ticket/service";
import { SavedIntakeView } from "./intake-saved";
import { IntakeForm } from "./intake-form";

export function IntakePage() {
  const [search] = useSearchParams();
  const navigate = useNavigate();
  // Whoever asks for the intake again, by its key or in the menu, gets a new report and not the last one's number.
  const { key: asked } = useLocation();
  const [seen, setSeen] = useState(asked);
  const [taken, setTaken] = useState<SavedIntake | null>(null);
  if (seen !== asked) {
    setSeen(asked);
    setTaken(null);
  }
  const from = Number(search.get("from"));
  const customer = Number(search.get("customer"));
  const wanted = search.get("service");
  const service = isService(wanted) ? wanted : null;
  if (taken) return <SavedIntakeView {...taken} again={() => void navigate("/intake", { replace: true })} />;
  if (from > 0) return <FromTicket key={from} from={from} service={service} done={setTaken} />;
  if (customer > 0) return <FromHousehold key={customer} of={customer} service={service} done={setTaken} />;
  return <Fresh key={service ?? ""} service={service} done={setTaken} />;
}

interface FreshProps {
  service: ServiceKind | null;
  /** The household that calls, where it is known. */
  customer?: Customer;
  done: (saved: SavedIntake) => void;
}

function Fresh({ service, customer, done }: FreshProps) {
  const [start] = useState(() => ({ ...createIntakeDraft(service ?? undefined), ...(customer && toHouseholdFields(customer)) }));
  return <IntakeForm start={start} done={done} />;
}

function FromHousehold({ of, service, done }: Omit<FreshProps, "customer"> & { of: number }) {
  const read = useRead("customer_get", { customer: of });
  if (read.data) return <Fresh customer={read.data} service={service} done={done} />;
  return (
    <PageLayout title="来电受理">
      {read.error ? <FailureAlert error={read.error} again={() => void read.refetch()} /> : <Skeleton active />}
    </PageLayout>
  );
}

interface FromProps {
  from: number;
  service: ServiceKind | null;
  done: (saved: SavedIntake) => void;
}

function FromTicket({ from, service, done }: FromProps) {
  const read = useRead("ticket_get", { ticket: from });
  if (read.data) return <Linking source={read.data} service={service} done={done} />;
  return (
    <PageLayout title="转开工单">
      {read.error ? <FailureAlert error={read.error} again={() => void read.refetch()} /> : <Skeleton active />}
    </PageLayout>
  );
}

function Linking({ source, service, done }: Omit<FromProps, "from"> & { source: TicketView }) {
  const among = source.linkable;
  const first = service && among.includes(service) ? service : among[0];
  const [start] = useState(() => (first ? createLinkedDraft(source.ticket, first) : null));
  if (start) return <IntakeForm start={start} source={source} done={done} />;
  return (
    <PageLayout title="转开工单">
      <Alert type="warning" showIcon title="从这张工单不能转开其他工单，请返回原单办理。" />
    </PageLayout>
  );
}
