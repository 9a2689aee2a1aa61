// 月报: pick a month or a longer span, see its figures, follow each to its tickets, save the printed report.
import { FilePdfOutlined } from "@ant-design/icons";
import { Alert, Button, Card, Collapse, Flex, Select, Skeleton } from "antd";
import { useState } from "react";
import { useRead } from "../../api/use-command";
import type { FigureLine, Report as Wire, ServiceKind, SpanKind } from "../../gen/wire";
import { useHotkeys, type Hotkey } from "../../shared/keyboard/hotkeys";
import { PageLayout } from "../../shared/look/page-layout";
import { FailureAlert } from "../../shared/dialogs/refusal";
import { ENTER_LIST_KEY } from "../../shared/table/row-navigation";
import { SegmentedControl } from "../../shared/table/segments";
import { toSelectOptions, words } from "../../shared/text/options";
import { formatMoment } from "../../shared/time/shanghai";
import { FigureTicketsDrawer } from "./figure-tickets";
import { ReportCharts } from "./report-charts";
import { MonthClosingPanel, LateFiguresCard } from "./month-closing";
import { FigureCard } from "./figure-card";
import { ReportPreview } from "./report-preview";
import { OtherReportsMenu } from "./other-reports-menu";
import { formatReportSpan, listReportSpans } from "./report-span";
import { BreakdownCards, ExtendedList, CrewHoursTable, OverdueList, ViolationList } from "./tables";
import { AutoReportNotice } from "./auto-report-notice";

const KINDS = toSelectOptions(words.SpanKind);
const KEYS: readonly Hotkey[] = [ENTER_LIST_KEY, { press: "← → ↑ ↓", does: "在一章的指标中移动", group: "本页" }];

export function ReportPage() {
  const months = useRead("report_months", {});
  const [kind, setKind] = useState<SpanKind>("month");
  const [picked, setPicked] = useState<string | null>(null);
  const [against, setAgainst] = useState<string | null>(null);
  const [previewing, setPreviewing] = useState(false);
  const all = months.data?.months ?? [];
  const those = listReportSpans(all, kind);
  const span = picked ?? those[0] ?? null;
  const show = (next: string) => {
    setKind("month");
    setPicked(next);
    setAgainst(null);
  };
  const other = (next: SpanKind) => {
    setKind(next);
    setPicked(null);
    setAgainst(null);
  };
  useHotkeys(span === null ? [] : [{ press: "P", does: "预览和打印", group: "本页", run: () => setPreviewing(true) }]);
  const choices = (values: string[]) => values.map((value) => ({ value, label: formatReportSpan(value) }));
  return (
    <PageLayout
      title="月报"
      extra={
        <>
          <SegmentedControl<SpanKind> label="报告期长短" value={kind} onChange={other} options={KINDS} />
          <Select aria-label="报告期" value={span} onChange={setPicked} options={choices(span === null || those.includes(span) ? those : [span, ...those])} style={{ width: "10em" }} />
          <Select
            aria-label="对比"
            placeholder="与另一期对比"
            allowClear
            value={against}
            onChange={(next: string | undefined) => setAgainst(next ?? null)}
            options={choices(those.filter((value) => value !== span))}
            style={{ width: "10em" }}
          />
          <OtherReportsMenu span={span} month={kind === "month" ? span : (all[0] ?? null)} />
          <Button type="primary" icon={<FilePdfOutlined />} disabled={span === null} onClick={() => setPreviewing(true)}>
            预览和打印
          </Button>
        </>
      }
    >
      <AutoReportNotice />
      {months.error && <FailureAlert error={months.error} again={() => void months.refetch()} />}
      {span && <Spanned span={span} against={against} show={show} />}
      {span && previewing && <ReportPreview span={span} against={against} close={() => setPreviewing(false)} />}
    </PageLayout>
  );
}

/** The figures by chapter, in the order they come in: all services first, then each. */
export function groupFiguresByService(figures: FigureLine[]): { service: ServiceKind | null; lines: FigureLine[] }[] {
  const services = [...new Set(figures.map(({ service }) => service))];
  return services.map((service) => ({ service, lines: figures.filter((line) => line.service === service) }));
}

function Spanned({ span, against, show }: { span: string; against: string | null; show: (month: string) => void }) {
  const report = useRead("report_figures", { span, against }, { keep: true });
  if (report.error) return <FailureAlert error={report.error} again={() => void report.refetch()} />;
  if (!report.data) return <Skeleton active />;
  return <Shown report={report.data} show={show} />;
}

/** 概述: its first sentence always, the others for whoever wants to read them before the figures. */
function Summary({ lines: [first, ...rest] }: { lines: string[] }) {
  if (first === undefined) return null;
  const label = (
    <>
      <b>概述</b>　<span>{first}</span>
    </>
  );
  const children = rest.map((text) => (
    <p key={text} className="told">
      {text}
    </p>
  ));
  return <Collapse size="small" className="summary" items={[{ key: "summary", label, children }]} />;
}

function Shown({ report, show }: { report: Wire; show: (month: string) => void }) {
  const [figure, setFigure] = useState<FigureLine | null>(null);
  useHotkeys(KEYS);
  return (
    <Flex vertical gap={12}>
      {!report.complete && (
        <Alert
          type="info"
          showIcon
          title={`${report.zh}还没有结束，以下统计截至 ${formatMoment(report.counted_at)}，结束后会有变化。`}
        />
      )}
      <MonthClosingPanel report={report} />
      <Summary lines={report.summary} />
      <LateFiguresCard months={report.late} show={show} />
      {groupFiguresByService(report.figures).map(({ service, lines }) => (
        <Card key={service ?? "all"} size="small" title={service === null ? "全部服务" : words.ServiceKind[service]}>
          <div className="figures">
            {lines.map((line, place) => (
              <FigureCard key={line.code} first={place === 0} line={line} report={report} open={() => setFigure(line)} />
            ))}
          </div>
        </Card>
      ))}
      <ReportCharts report={report} show={show} />
      <OverdueList rows={report.overdue} />
      <ExtendedList rows={report.extended} />
      <ViolationList rows={report.violations} />
      <BreakdownCards report={report} />
      <CrewHoursTable rows={report.hours} />
      {figure && <FigureTicketsDrawer span={report.span} line={figure} close={() => setFigure(null)} />}
    </Flex>
  );
}
