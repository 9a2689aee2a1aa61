// 到期清除: personal content of tickets whose retention is over goes for good, so it is asked twice.
import { Alert, App, Button, Card, Flex, Form, Input, type FormInstance } from "antd";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useBatchJob } from "../../api/batch-job";
import { refreshQueries } from "../../api/refresh";
import { useRead } from "../../api/use-command";
import type { ErasureDue } from "../../gen/wire";
import { BatchJobBar } from "../../shared/jobs/batch-job-bar";
import { FailureAlert } from "../../shared/dialogs/refusal";
import { formatDay } from "../../shared/time/shanghai";

const WHAT =
  "清除其中的姓名、电话、地址、手写签字、附件和各项文字；办理时间、期限结果、统计数字和校验值保留，记录仍可校验。" +
  "需要继续保留的，请先在该工单上登记一条备注。保存年限在“公司、时限、班组”中设定。";

interface ErasedCount {
  /** Old ones too. */
  tickets: number;
  more: boolean;
}

export function ErasureCard() {
  const due = useRead("erasure_due", {});
  const { form, job, count, setReason, confirmErasure } = useErasure();
  if (due.error) return <FailureAlert error={due.error} again={() => void due.refetch()} />;
  if (!due.data) return null;
  const tickets = due.data.tickets + due.data.old_tickets;
  return (
    <Card size="small" title="到期清除个人信息">
      <Flex vertical gap={12} align="start">
        <DueTickets due={due.data} />
        {due.data.scrub_owed && !job.running && (
          <Alert
            type="warning"
            showIcon
            title="上次清除没有做完（被停止，或数据文件当时正被其他程序读取），文件中的残留内容尚未清理。请再清除一次；本程序下次启动时也会自动清理。"
          />
        )}
        <CopiesAlert copies={due.data.copies} />
        {(tickets > 0 || due.data.scrub_owed || job.running) && (
          <ReasonForm
            form={form}
            isRunning={job.running}
            setReason={setReason}
            submitReason={() => confirmErasure(tickets, describeOldTickets(due.data))}
          />
        )}
        <BatchJobBar
          long={job}
          part={({ tickets: gone }) => (count === 0 ? 1 : Math.min(1, gone / count))}
          words={({ tickets: gone }) =>
            gone >= count ? `已清除 ${gone} 张，正在清理文件中的残留内容` : `已清除 ${gone} 张，共 ${count} 张`
          }
        />
        {job.done && job.state && <Alert type="success" showIcon title={`已清除 ${job.state.tickets} 张工单中的个人信息。`} />}
      </Flex>
    </Card>
  );
}

/** The reason, the second question, and the job; `count` is the number of tickets it began with. */
function useErasure() {
  const [form] = Form.useForm<ReasonFormValues>();
  const { modal } = App.useApp();
  const [reason, setReason] = useState("");
  const [count, setCount] = useState(0);
  const client = useQueryClient();
  const job = useBatchJob<"erasure_run", ErasedCount>(
    "erasure_run",
    { tickets: 0, more: true },
    ({ more }) => (more ? { reason } : null),
    (before, { value }) => ({ tickets: before.tickets + value.tickets + value.old_tickets, more: value.more }),
  );
  // A refusal names no nouns to read again, but the file now says what is still owed.
  const { error } = job;
  useEffect(() => {
    if (error !== null) void refreshQueries(client, ["erasure"]);
  }, [client, error]);
  const confirmErasure = (tickets: number, oldTickets: string) =>
    void modal.confirm({
      title: tickets === 0 ? "清理文件中的残留内容？" : `清除 ${tickets} 张工单${oldTickets}中的个人信息？`,
      content: "清除后不能恢复，工单也不能再打印。请先确认没有未了结的投诉、诉讼或检查需要这些资料。",
      okText: "清除",
      okButtonProps: { danger: true },
      cancelText: "返回",
      onOk: () => {
        setCount(tickets);
        job.start();
      },
    });
  return { form, setReason, count, job, confirmErasure };
}

const describeOldTickets = ({ old_tickets: old }: ErasureDue) => (old > 0 ? `（其中旧工单 ${old} 张）` : "");

/** What is erased, and how many tickets are due. */
function DueTickets({ due }: { due: ErasureDue }) {
  const { years, before, oldest } = due;
  const tickets = due.tickets + due.old_tickets;
  return (
    <>
      <span>
        工单办结满 <b>{years}</b> 年（{formatDay(before)} 以前办结）且此后没有再登记过任何情况的，以及办结（没有办结时间的，受理）满 <b>{years}</b> 年的旧工单，{WHAT}
      </span>
      {tickets === 0 ? (
        <Alert type="success" showIcon title="目前没有到期的工单。" />
      ) : (
        <Alert
          type="info"
          showIcon
          title={`到期的工单有 ${tickets} 张${describeOldTickets(due)}${oldest === null ? "" : `，最早的于 ${formatDay(oldest)} 办结`}。`}
        />
      )}
    </>
  );
}

/** Files that keep what is erased here. */
function CopiesAlert({ copies }: Pick<ErasureDue, "copies">) {
  return (
    <Alert
      type="warning"
      showIcon
      title="备份文件、导出和打印的文件不会随之清除；早于保存年限的，请另行销毁。"
      description={
        copies.length > 0 && (
          <>
            其中由本程序写成、现存于本机的有：
            <ul style={{ margin: 0, paddingInlineStart: 20, overflowWrap: "anywhere" }}>
              {copies.map((copy) => (
                <li key={copy}>{copy}</li>
              ))}
            </ul>
          </>
        )
      }
    />
  );
}

interface ReasonFormValues {
  reason: string;
}

interface ReasonFormProps {
  form: FormInstance<ReasonFormValues>;
  isRunning: boolean;
  setReason: (reason: string) => void;
  submitReason: () => void;
}

function ReasonForm({ form, isRunning, setReason, submitReason }: ReasonFormProps) {
  return (
    <Form
      form={form}
      layout="vertical"
      style={{ width: "100%", maxWidth: 560 }}
      onValuesChange={(_, values) => setReason(values.reason)}
      onFinish={submitReason}
    >
      <Form.Item
        name="reason"
        label="依据"
        extra="记入每张工单和审计记录。"
        rules={[{ required: true, whitespace: true, message: "请填写清除的依据。" }]}
      >
        <Input placeholder="如：保存期满，依本公司个人信息保护制度清除" maxLength={200} autoComplete="off" />
      </Form.Item>
      <Button danger type="primary" htmlType="submit" loading={isRunning}>
        开始清除
      </Button>
    </Form>
  );
}
