// 旧工单: what the office's sheet said of it. Nothing can be done with it.
import { Alert, Button, Flex, Skeleton } from "antd";
import { Link, useNavigate, useParams } from "react-router";
import { useRead } from "../../api/use-command";
import { useDesk } from "../../session/desk-state";
import type { OldTicketRow } from "../../gen/wire";
import { PageLayout } from "../../shared/look/page-layout";
import { FailureAlert } from "../../shared/dialogs/refusal";
import { toFactItem, FactSection, renderTypedText } from "../../services/common/fact-items";
import { describeOldTicketKind, OldTicketMark } from "./old-ticket-mark";
import { formatOldTicketTime } from "./old-ticket-time";

export function OldTicketPage() {
  const id = Number(useParams().id);
  const read = useRead("old_ticket_get", { id });
  if (read.data) return <Known row={read.data} />;
  return (
    <PageLayout title="旧工单">{read.error ? <FailureAlert error={read.error} again={() => void read.refetch()} /> : <Skeleton active />}</PageLayout>
  );
}

function Known({ row: { ticket, erased } }: { row: OldTicketRow }) {
  const navigate = useNavigate();
  const { masked } = useDesk();
  const { customer } = ticket;
  return (
    <PageLayout
      title={
        <Flex gap={10} align="center" wrap>
          <span className="number">{ticket.number}</span>
          <OldTicketMark />
        </Flex>
      }
      extra={<Button onClick={() => void navigate(-1)}>返回</Button>}
    >
      <Flex vertical gap={12}>
        <Alert type="info" showIcon title={`由“${ticket.ledger}”导入，只供查阅：不能办理或修改，也不计入统计。`} />
        {erased && <Alert type="warning" showIcon title="保存年限已满，其中的个人信息已经清除。" />}
        {masked && <Alert type="info" showIcon title="电话和地址没有全部显示。" />}
        <FactSection
          title="登记内容"
          items={[
            toFactItem("受理时间", <span className="number">{formatOldTicketTime(ticket.reported_at)}</span>),
            toFactItem("类别", describeOldTicketKind(ticket)),
            toFactItem("用户姓名", ticket.name || "—"),
            toFactItem(
              "户号",
              <Flex gap={12}>
                <span className="number">{ticket.account_number || "—"}</span>
                {customer !== null && <Link to={`/household/${customer}`}>查看用户档案</Link>}
              </Flex>,
            ),
            toFactItem("联系电话", <span className="number">{ticket.phones.join("、") || "—"}</span>),
            toFactItem("来源", ticket.ledger),
            toFactItem("详细地址", ticket.address || "—", 2),
            toFactItem("内容", renderTypedText(ticket.description), 2),
            toFactItem("办结时间", <span className="number">{ticket.finished_at === null ? "—" : formatOldTicketTime(ticket.finished_at)}</span>),
            toFactItem("处理人", ticket.handler || "—"),
            toFactItem("处理结果", renderTypedText(ticket.result), 2),
          ]}
        />
      </Flex>
    </PageLayout>
  );
}
