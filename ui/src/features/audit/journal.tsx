// 审计: everything that was ever recorded, and whether it is still as it was recorded.
import { SafetyCertificateOutlined } from "@ant-design/icons";
import { Alert, Button, Flex, Result } from "antd";
import type { ColumnsType } from "antd/es/table";
import type { ReactNode } from "react";
import { Link } from "react-router";
import { usePagedList } from "../../api/use-paged-list";
import { useChange } from "../../api/use-command";
import { useDesk, useMay } from "../../session/desk-state";
import type { ComparedTables, JournalLine } from "../../gen/wire";
import { describeCheckResult } from "../sealing-key";
import { BatchJobBar } from "../../shared/jobs/batch-job-bar";
import { PageLayout } from "../../shared/look/page-layout";
import { PagedTable } from "../../shared/table/paged-table";
import { refusalOf } from "../../api/platform";
import { describeRefusal, listTableNames } from "../../shared/text/errors";
import { formatMomentWithSeconds } from "../../shared/time/shanghai";
import { computeVerifiedShare, describeCheckedLines, useRecordVerification } from "./record-verification";

function Subject({ line: { stream, subject } }: { line: JournalLine }) {
  const [noun, id] = stream.split("/");
  return noun === "ticket" && id ? <Link to={`/ticket/${id}`}>{subject}</Link> : <>{subject}</>;
}

const columns: ColumnsType<JournalLine> = [
  { title: "序号", width: 84, className: "number", dataIndex: "seq" },
  { title: "对象", width: 140, ellipsis: true, className: "number", render: (_, line) => <Subject line={line} /> },
  { title: "事项", width: 170, ellipsis: true, dataIndex: "title" },
  { title: "办理人", width: 110, ellipsis: true, dataIndex: "performed_by" },
  { title: "发生时间", width: 170, className: "number", render: (_, line) => formatMomentWithSeconds(line.happened_at) },
  { title: "录入人", width: 110, ellipsis: true, dataIndex: "recorder" },
  { title: "录入时间", width: 170, className: "number", render: (_, line) => formatMomentWithSeconds(line.recorded_at) },
  { title: "校验值", ellipsis: true, render: (_, line) => <code title={line.hash}>{line.hash}</code> },
];

export function JournalPage() {
  const may = useMay();
  const verify = useRecordVerification("journal_verify");
  const { trust } = useDesk();
  const compare = useChange("journal_compare");
  const rebuild = useChange("journal_rebuild");
  return (
    <PageLayout
      title="审计"
      extra={
        <>
          {may("journal_compare") && (
            <Button loading={compare.isPending} onClick={() => compare.mutate({})}>
              核对报表数据
            </Button>
          )}
          {may("journal_verify") && (
            <Button
              type="primary"
              icon={<SafetyCertificateOutlined />}
              loading={verify.running}
              onClick={() => verify.start()}
            >
              校验全部记录
            </Button>
          )}
        </>
      }
    >
      <Flex vertical gap={12}>
        <BatchJobBar
          long={verify}
          part={computeVerifiedShare}
          words={({ entries, records }) => `已校验 ${entries} 条记录、${records} 份签字确认单。`}
        />
        {verify.done && verify.state && (
          <Verified
            {...describeCheckResult(trust, may("key_confirm"), describeCheckedLines(verify.state))}
          />
        )}
        {compare.error && <Alert type="error" showIcon title={describeRefusal(refusalOf(compare.error))} />}
        {rebuild.error && <Alert type="error" showIcon title={describeRefusal(refusalOf(rebuild.error))} />}
        {compare.data && (
          <Compared {...compare.data}>
            {may("journal_rebuild") && (
              <Button loading={rebuild.isPending} onClick={() => rebuild.mutate({ check: false }, { onSuccess: compare.reset })}>
                按记录重建
              </Button>
            )}
          </Compared>
        )}
        {rebuild.data && (
          <Alert
            type="success"
            showIcon
            title="数据已按记录重建，请再核对一次。"
            description={rebuild.data.copy && `重建前的数据文件已另存为 ${rebuild.data.copy}，供查明原因。`}
          />
        )}
        {may("journal_list") ? <Lines /> : <Result title="请点右上角“校验全部记录”。" subTitle="您的岗位可以校验，但不查看逐条记录。" />}
      </Flex>
    </PageLayout>
  );
}

function Verified({ description, ...result }: ReturnType<typeof describeCheckResult>) {
  return (
    <Alert
      {...result}
      showIcon
      description={`${description}人员、设置、签字记录清单等与记录一致。工单列表和统计用的数据由记录得出，不在本项之内：封账时按记录重新计算，平时可点“核对报表数据”比较。`}
    />
  );
}

function Compared({ differences, tables, children }: ComparedTables & { children: ReactNode }) {
  return differences === 0 ? (
    <Alert type="success" showIcon title="核对一致：工单、用户、统计等数据与记录相符。" />
  ) : (
    <Alert
      type="error"
      showIcon
      title={`有 ${differences} 处与记录不符，涉及${listTableNames(tables).join("、")}，页面显示的数据和统计可能有误。`}
      description="请由系统管理员按记录重建（重建前的数据文件会另存一份），并查明原因。"
      action={children}
    />
  );
}

function Lines() {
  const list = usePagedList("journal_list", { limit: 50 });
  return <PagedTable<JournalLine> list={list} rowKey="seq" columns={columns} empty="还没有记录。" />;
}
