// 月报: pick a month, see its figures, follow each to its tickets, save the printed report.
import { FileExcelOutlined, FilePdfOutlined, FileTextOutlined } from "@ant-design/icons";
import { Alert, Button, Card, Flex, Select, Skeleton } from "antd";
import { useState } from "react";
import { useRead } from "../call/use";
import type { FigureLine, MonthReport, ServiceKind } from "../gen/wire";
import { words } from "../gen/words";
import { useSaveFile } from "../part/file";
import { Page } from "../part/page";
import { Failed } from "../part/refusal";
import { moment } from "../time/shanghai";
import { Behind } from "./behind";
import { Closing, inWords, Late } from "./closing";
import { FigureCard } from "./figure";
import { Sheets } from "./sheets";
import { Breakdowns, Hours, OverdueList } from "./tables";

export function Report() {
  const months = useRead("report_months", {});
  const [picked, setPicked] = useState<string | null>(null);
  const month = picked ?? months.data?.months[0] ?? null;
  const { save, busy } = useSaveFile("report_monthly");
  const workbook = useSaveFile("report_workbook");
  const csv = useSaveFile("report_csv");
  return (
    <Page
      title="月报"
      extra={
        <>
          <Select
            aria-label="月份"
            value={month}
            onChange={setPicked}
            options={(months.data?.months ?? []).map((value) => ({ value, label: inWords(value) }))}
            style={{ width: 150 }}
          />
          <Sheets month={month} />
          <Button icon={<FileExcelOutlined />} disabled={month === null} loading={workbook.busy} onClick={() => month && workbook.save({ month })}>
            保存 Excel
          </Button>
          <Button icon={<FileTextOutlined />} disabled={month === null} loading={csv.busy} onClick={() => month && csv.save({ month })}>
            保存明细 CSV
          </Button>
          <Button
            type="primary"
            icon={<FilePdfOutlined />}
            disabled={month === null}
            loading={busy}
            onClick={() => month && save({ month })}
          >
            保存 PDF
          </Button>
        </>
      }
    >
      {months.error && <Failed error={months.error} again={() => void months.refetch()} />}
      {month && <Month month={month} show={setPicked} />}
    </Page>
  );
}

/** The figures by chapter, in the order they come in: all services first, then each. */
export function chapters(figures: FigureLine[]): { service: ServiceKind | null; lines: FigureLine[] }[] {
  const services = [...new Set(figures.map(({ service }) => service))];
  return services.map((service) => ({ service, lines: figures.filter((line) => line.service === service) }));
}

function Month({ month, show }: { month: string; show: (month: string) => void }) {
  const report = useRead("report_figures", { month }, { keep: true });
  if (report.error) return <Failed error={report.error} again={() => void report.refetch()} />;
  if (!report.data) return <Skeleton active />;
  return <Shown report={report.data} show={show} />;
}

function Shown({ report, show }: { report: MonthReport; show: (month: string) => void }) {
  const [figure, setFigure] = useState<FigureLine | null>(null);
  return (
    <Flex vertical gap={12}>
      {!report.complete && (
        <Alert
          type="info"
          showIcon
          title={`${report.month_zh}还没有结束，以下统计截至 ${moment(report.counted_at)}，月底后会有变化。`}
        />
      )}
      <Closing report={report} />
      <Late months={report.late} show={show} />
      {chapters(report.figures).map(({ service, lines }) => (
        <Card key={service ?? "all"} size="small" title={service === null ? "全部服务" : words.ServiceKind[service]}>
          <div className="figures">
            {lines.map((line) => (
              <FigureCard key={line.code} line={line} open={() => setFigure(line)} />
            ))}
          </div>
        </Card>
      ))}
      <OverdueList rows={report.overdue} />
      <Breakdowns breakdowns={report.breakdowns} />
      <Hours rows={report.hours} />
      {figure && <Behind month={report.month} line={figure} close={() => setFigure(null)} />}
    </Flex>
  );
}
