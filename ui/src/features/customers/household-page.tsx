// 一户用户: what is known of it, its tickets (open ones first), and what can be done for it.
import { EditOutlined, PhoneOutlined } from "@ant-design/icons";
import { Alert, Button, Flex, Skeleton, Table } from "antd";
import { useState } from "react";
import { Link, useNavigate, useParams } from "react-router";
import { useRead } from "../../api/use-command";
import { useDesk, useMay } from "../../session/desk-state";
import type { Customer, TicketColumn, TicketRow } from "../../gen/wire";
import { OldTicketTable } from "../past-tickets";
import { useHotkeys, type Hotkey } from "../../shared/keyboard/hotkeys";
import { PageLayout } from "../../shared/look/page-layout";
import { FailureAlert } from "../../shared/dialogs/refusal";
import { ENTER_LIST_KEY, buildListRowProps } from "../../shared/table/row-navigation";
import { buildTicketColumn } from "../ticket-list";
import { toFactItem, FactSection } from "../../services/common/fact-items";
import { HouseholdForm } from "./household-form";
import { useHouseholdTickets } from "./household-tickets";
import { formatHouseholdField, HOUSEHOLD_LABELS } from "../../shared/customer/household-values";

export function HouseholdPage() {
  const customer = Number(useParams().id);
  const read = useRead("customer_get", { customer });
  if (read.data) return <Known key={customer} customer={read.data} />;
  return (
    <PageLayout title="用户档案">
      {read.error ? <FailureAlert error={read.error} again={() => void read.refetch()} /> : <Skeleton active />}
    </PageLayout>
  );
}

function Known({ customer }: { customer: Customer }) {
  const { id, household } = customer;
  const navigate = useNavigate();
  const may = useMay();
  const { masked } = useDesk();
  const [editing, setEditing] = useState(false);
  const take = may("ticket_open") ? () => void navigate(`/intake?customer=${id}`) : undefined;
  // What is shown without its middle must not come back as if it were whole.
  const edit = may("customer_save") && !masked ? () => setEditing(true) : undefined;
  useHotkeys([
    ...(take ? [{ press: "L", does: "受理这一户的来电", group: "本页", run: take } satisfies Hotkey] : []),
    ...(edit ? [{ press: "E", does: "编辑用户档案", group: "本页", run: edit } satisfies Hotkey] : []),
  ]);
  return (
    <PageLayout
      title={
        <Flex gap={10} align="baseline" wrap>
          {household.name}
          <span className="quiet number" style={{ fontWeight: 400 }}>
            户号 {household.account_number}
          </span>
        </Flex>
      }
      extra={
        <>
          {take && (
            <Button type="primary" icon={<PhoneOutlined />} onClick={take}>
              来电受理 <kbd className="key">L</kbd>
            </Button>
          )}
          {edit && (
            <Button icon={<EditOutlined />} onClick={edit}>
              编辑 <kbd className="key">E</kbd>
            </Button>
          )}
          <Button onClick={() => void navigate(-1)}>返回</Button>
        </>
      }
    >
      <Flex vertical gap={12}>
        {masked && <Alert type="info" showIcon title="电话和地址没有全部显示。办理工单需要时，请在工单中查看，每次查看都会留下记录。" />}
        <FactSection
          title="档案"
          items={[
            toFactItem(HOUSEHOLD_LABELS.name, household.name),
            toFactItem(HOUSEHOLD_LABELS.account_number, <span className="number">{household.account_number}</span>),
            toFactItem(HOUSEHOLD_LABELS.phones, <Phones phones={household.phones} />),
            toFactItem(HOUSEHOLD_LABELS.meter_number, <span className="number">{formatHouseholdField(household, "meter_number")}</span>),
            toFactItem(HOUSEHOLD_LABELS.address, household.address, 2),
            toFactItem(HOUSEHOLD_LABELS.community, formatHouseholdField(household, "community")),
            toFactItem(HOUSEHOLD_LABELS.area, formatHouseholdField(household, "area")),
          ]}
        />
        {may("ticket_list") && <Tickets customer={id} />}
        {may("old_ticket_list") && <OldTicketTable customer={id} />}
      </Flex>
      {editing && <HouseholdForm customer={customer} close={() => setEditing(false)} done={() => setEditing(false)} />}
    </PageLayout>
  );
}

function Phones({ phones }: { phones: readonly string[] }) {
  if (phones.length === 0) return "无";
  return (
    <Flex gap={16} wrap className="number">
      {phones.map((phone, place) => (
        <span key={place}>{phone}</span>
      ))}
    </Flex>
  );
}

const COLUMNS: readonly TicketColumn[] = ["number", "service", "stage", "received_at", "summary", "crew", "due", "acknowledged"];

function Tickets({ customer }: { customer: number }) {
  const navigate = useNavigate();
  const { open, over, read, error, again } = useHouseholdTickets(customer);
  const rows = [...open, ...over];
  useHotkeys(rows.length > 0 ? [ENTER_LIST_KEY] : []);
  return (
    <FactSection
      title={open.length > 0 ? `工单（正在办理 ${open.length}）` : "工单"}
      extra={rows.length > 0 && <Link to={`/tickets?customer=${customer}`}>全部工单</Link>}
    >
      {error ? (
        <FailureAlert error={error} again={again} />
      ) : (
        <Table<TicketRow>
          size="small"
          rowKey="id"
          dataSource={rows}
          loading={!read}
          pagination={false}
          scroll={{ x: "59em" }}
          locale={{ emptyText: <span className="quiet">这一户还没有工单。接到来电请按“来电受理”登记。</span> }}
          columns={COLUMNS.map(buildTicketColumn)}
          onRow={(row, place) => buildListRowProps(() => void navigate(`/ticket/${row.id}`), `工单 ${row.number}`, place)}
        />
      )}
    </FactSection>
  );
}
