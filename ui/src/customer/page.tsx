// 一户用户: what is known of it, its tickets (open ones first), and what can be done for it.
import { EditOutlined, PhoneOutlined } from "@ant-design/icons";
import { Alert, Button, Flex, Skeleton, Table } from "antd";
import { useState } from "react";
import { Link, useNavigate, useParams } from "react-router";
import { useRead } from "../call/use";
import { useDesk, useMay } from "../desk/state";
import type { Customer, ListColumn, TicketRow } from "../gen/wire";
import { OldTickets } from "../old/list";
import { useHotkeys, type Hotkey } from "../part/hotkeys";
import { Page } from "../part/page";
import { Failed } from "../part/refusal";
import { INTO_LIST, rowAmong } from "../part/row";
import { column } from "../ticket/columns";
import { item, Part } from "../ticket/facts/item";
import { HouseholdForm } from "./form";
import { useHousehold } from "./household";
import { inWords, LABEL } from "./typed";

export function HouseholdPage() {
  const customer = Number(useParams().id);
  const read = useRead("customer_get", { customer });
  if (read.data) return <Known key={customer} customer={read.data} />;
  return (
    <Page title="用户档案">
      {read.error ? <Failed error={read.error} again={() => void read.refetch()} /> : <Skeleton active />}
    </Page>
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
    <Page
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
        <Part
          title="档案"
          items={[
            item(LABEL.name, household.name),
            item(LABEL.account_number, <span className="number">{household.account_number}</span>),
            item(LABEL.phones, <Phones phones={household.phones} />),
            item(LABEL.meter_number, <span className="number">{inWords(household, "meter_number")}</span>),
            item(LABEL.address, household.address, 2),
            item(LABEL.community, inWords(household, "community")),
            item(LABEL.area, inWords(household, "area")),
          ]}
        />
        {may("ticket_list") && <Tickets customer={id} />}
        {may("old_ticket_list") && <OldTickets customer={id} />}
      </Flex>
      {editing && <HouseholdForm customer={customer} close={() => setEditing(false)} done={() => setEditing(false)} />}
    </Page>
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

const COLUMNS: readonly ListColumn[] = ["number", "service", "stage", "received_at", "summary", "crew", "due", "acknowledged"];

function Tickets({ customer }: { customer: number }) {
  const navigate = useNavigate();
  const { open, over, read, error, again } = useHousehold(customer);
  const rows = [...open, ...over];
  useHotkeys(rows.length > 0 ? [INTO_LIST] : []);
  return (
    <Part
      title={open.length > 0 ? `工单（正在办理 ${open.length}）` : "工单"}
      extra={rows.length > 0 && <Link to={`/tickets?customer=${customer}`}>全部工单</Link>}
    >
      {error ? (
        <Failed error={error} again={again} />
      ) : (
        <Table<TicketRow>
          size="small"
          rowKey="id"
          dataSource={rows}
          loading={!read}
          pagination={false}
          scroll={{ x: "59em" }}
          locale={{ emptyText: <span className="quiet">这一户还没有工单。接到来电请按“来电受理”登记。</span> }}
          columns={COLUMNS.map(column)}
          onRow={(row, place) => rowAmong(() => void navigate(`/ticket/${row.id}`), `工单 ${row.number}`, place)}
        />
      )}
    </Part>
  );
}
