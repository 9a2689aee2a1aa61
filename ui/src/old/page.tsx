// 旧工单: what the office's sheet said of it. Nothing can be done with it.
import { Alert, Button, Flex, Skeleton } from "antd";
import { Link, useNavigate, useParams } from "react-router";
import { useRead } from "../call/use";
import { useDesk } from "../desk/state";
import type { OldTicketRow } from "../gen/wire";
import { Page } from "../part/page";
import { Failed } from "../part/refusal";
import { item, Part, typed } from "../ticket/facts/item";
import { kindOf, OldMark } from "./mark";
import { when } from "./when";

export function OldTicketPage() {
  const id = Number(useParams().id);
  const read = useRead("old_ticket_get", { id });
  if (read.data) return <Known row={read.data} />;
  return (
    <Page title="旧工单">{read.error ? <Failed error={read.error} again={() => void read.refetch()} /> : <Skeleton active />}</Page>
  );
}

function Known({ row: { ticket, erased } }: { row: OldTicketRow }) {
  const navigate = useNavigate();
  const { masked } = useDesk();
  const { customer } = ticket;
  return (
    <Page
      title={
        <Flex gap={10} align="center" wrap>
          <span className="number">{ticket.number}</span>
          <OldMark />
        </Flex>
      }
      extra={<Button onClick={() => void navigate(-1)}>返回</Button>}
    >
      <Flex vertical gap={12}>
        <Alert type="info" showIcon title={`由“${ticket.ledger}”导入，只供查阅：不能办理或修改，也不计入统计。`} />
        {erased && <Alert type="warning" showIcon title="保存年限已满，其中的个人信息已经清除。" />}
        {masked && <Alert type="info" showIcon title="电话和地址没有全部显示。" />}
        <Part
          title="登记内容"
          items={[
            item("受理时间", <span className="number">{when(ticket.reported_at)}</span>),
            item("类别", kindOf(ticket)),
            item("用户姓名", ticket.name || "—"),
            item(
              "户号",
              <Flex gap={12}>
                <span className="number">{ticket.account_number || "—"}</span>
                {customer !== null && <Link to={`/household/${customer}`}>查看用户档案</Link>}
              </Flex>,
            ),
            item("联系电话", <span className="number">{ticket.phones.join("、") || "—"}</span>),
            item("来源", ticket.ledger),
            item("详细地址", ticket.address || "—", 2),
            item("内容", typed(ticket.description), 2),
            item("办结时间", <span className="number">{ticket.finished_at === null ? "—" : when(ticket.finished_at)}</span>),
            item("处理人", ticket.handler || "—"),
            item("处理结果", typed(ticket.result), 2),
          ]}
        />
      </Flex>
    </Page>
  );
}
