// 签字记录: every record, newest first, with the way it was answered.
import { Button, Card, Flex, Input, Select, Tag, type InputRef } from "antd";
import type { ColumnsType } from "antd/es/table";
import { useRef, useState } from "react";
import { Link, useNavigate, useSearchParams } from "react-router";
import { usePagedList } from "../../api/use-paged-list";
import { useRead } from "../../api/use-command";
import { useMay } from "../../session/desk-state";
import type { AcknowledgementRow, TicketRow, AnswerKind } from "../../gen/wire";
import { useSaveFile } from "../../shared/files/save-file";
import { useHotkeys } from "../../shared/keyboard/hotkeys";
import { usePrintPreview } from "../../shared/pdf/print-preview";
import { PageLayout } from "../../shared/look/page-layout";
import { PagedTable } from "../../shared/table/paged-table";
import { formatPercent } from "../../shared/charts/rounding";
import { findFocusedRow, ROW_KEYS, buildListRowProps } from "../../shared/table/row-navigation";
import { SegmentedControl } from "../../shared/table/segments";
import { ProofPanel } from "../proof";
import { ScanRegistration } from "./scan-registration";
import { toSelectOptions, words } from "../../shared/text/options";
import { useSetOriginList } from "../../shared/ticket/origin-list";
import { ServiceTag, StageTag } from "../../shared/ticket/stage";
import { programNow } from "../../api/now";
import { formatDay, formatMoment } from "../../shared/time/shanghai";

const COLOURS: Record<AnswerKind, string> = { on_screen: "green", paper: "blue", refused: "orange", left: "gold" };

/** What is made of one record. */
interface Exports {
  /** A PDF that proves itself; also of one that was corrected since. */
  print: (row: AcknowledgementRow) => void;
  /** The same with everything an outsider needs. */
  prove: (row: AcknowledgementRow) => void;
  /** Of which each is being made. */
  printing: number | null;
  proving: number | null;
}

const columns = ({ print, prove, printing, proving }: Exports): ColumnsType<AcknowledgementRow> => [
  {
    title: "确认单编号",
    width: 230,
    className: "number",
    render: (_, row) => (
      <>
        {row.number} {row.corrected && <Tag>已更正</Tag>}
        {row.corrects && <Tag color="blue">更正件</Tag>}
        {row.erased && <Tag>已到期清除</Tag>}
      </>
    ),
  },
  { title: "方式", width: 110, render: (_, row) => <Tag color={COLOURS[row.way]}>{words.AnswerKind[row.way]}</Tag> },
  { title: "签字人", width: 140, ellipsis: true, render: (_, row) => row.signer || "—" },
  { title: "时间", width: 160, className: "number", render: (_, row) => formatMoment(row.signed_at) },
  {
    title: "工单",
    width: 170,
    className: "number",
    render: (_, row) => <Link to={`/ticket/${row.ticket}`} tabIndex={-1}>{row.ticket_number}</Link>,
  },
  {
    title: "导出",
    width: 130,
    render: (_, row) =>
      !row.erased && (
        <Flex gap={4}>
          <Button size="small" tabIndex={-1} loading={printing === row.seq} onClick={() => print(row)}>
            PDF
          </Button>
          <Button size="small" tabIndex={-1} loading={proving === row.seq} onClick={() => prove(row)}>
            证据包
          </Button>
        </Flex>
      ),
  },
  {
    title: "校验值（SHA-256）",
    ellipsis: true,
    render: (_, row) => <code title={row.hash}>{row.hash}</code>,
  },
];

export function AcknowledgementsPage() {
  const allowed = useMay();
  const [may, signs] = [allowed("acknowledgement_list"), allowed("acknowledgement_sign")];
  // Other pages lead to the tray.
  const [search] = useSearchParams();
  const [shown, setShown] = useState<"list" | "unsigned" | "scan" | "prove">(!may ? "prove" : signs && search.get("show") === "scan" ? "scan" : "list");
  return (
    <PageLayout
      title="签字记录"
      extra={
        may && (
          <SegmentedControl
            label="查看"
            value={shown}
            onChange={setShown}
            options={[
              { value: "list", label: "记录" },
              { value: "unsigned", label: "待签字" },
              ...(signs ? [{ value: "scan" as const, label: "扫描登记" }] : []),
              { value: "prove", label: "查验" },
            ]}
          />
        )
      }
    >
      {shown === "list" && <Records />}
      {shown === "unsigned" && <Unsigned />}
      {shown === "scan" && <ScanRegistration />}
      {shown === "prove" && <ProofPanel />}
    </PageLayout>
  );
}

/** How this month's were answered, and why some were not signed. */
function Counted() {
  const month = formatDay(programNow()).slice(0, 7);
  const counts = useRead("acknowledgement_count", { month });
  if (!counts.data || counts.data.length === 0) return null;
  const all = counts.data.reduce((sum, row) => sum + row.count, 0);
  const of = (way: AnswerKind) => counts.data.filter((row) => row.way === way).reduce((sum, row) => sum + row.count, 0);
  const signed = of("on_screen") + of("paper");
  const reasons = counts.data.filter((row) => row.reason !== "");
  return (
    <Card size="small" style={{ marginBottom: 12 }}>
      本月签字率 <b className="number">{formatPercent(signed, all)}</b>（{signed} ÷ {all}）：
      {(Object.keys(words.AnswerKind) as AnswerKind[])
        .filter((way) => of(way) > 0)
        .map((way) => `${words.AnswerKind[way]} ${of(way)}`)
        .join("，")}
      {reasons.length > 0 && (
        <div className="quiet">
          未签字的原因：{reasons.map((row) => `${row.reason}（${words.AnswerKind[row.way]}）${row.count}`).join("；")}
        </div>
      )}
    </Card>
  );
}

function Records() {
  const [text, setText] = useState("");
  const [way, setWay] = useState<AnswerKind | undefined>();
  const box = useRef<InputRef>(null);
  const navigate = useNavigate();
  const pdf = usePrintPreview("ticket_print");
  const bundle = useSaveFile("proof_bundle");
  const [printed, setPrinted] = useState<number | null>(null);
  const [proved, setProved] = useState<number | null>(null);
  const exports: Exports = {
    print: (row) => {
      if (pdf.busy) return;
      setPrinted(row.seq);
      pdf.make({ ticket: row.ticket, page: "acknowledgement", record: row.number });
    },
    prove: (row) => {
      if (bundle.busy) return;
      setProved(row.seq);
      bundle.save({ ticket: row.ticket, record: row.number });
    },
    printing: pdf.busy ? printed : null,
    proving: bundle.busy ? proved : null,
  };
  const held = (does: (row: AcknowledgementRow) => void) => () => {
    const row = list.rows.find((one) => String(one.seq) === findFocusedRow());
    if (row && !row.erased) does(row);
  };
  const when = () => findFocusedRow() !== null;
  useHotkeys([
    { press: "F", does: "查找签字记录", group: "本页", run: () => box.current?.focus({ cursor: "all" }) },
    ...ROW_KEYS,
    { press: "P", does: "预览选中的签字确认单", group: "本页", when, run: held(exports.print) },
    { press: "E", does: "保存选中的证据包", group: "本页", when, run: held(exports.prove) },
  ]);
  const list = usePagedList("acknowledgement_list", { limit: 50, text: text || null, way: way ?? null });
  return (
    <>
      <Counted />
      <Card size="small" style={{ marginBottom: 12 }}>
        <Flex gap={8} wrap>
          <Input.Search
            ref={box}
            aria-label="查找签字记录"
            placeholder="编号或签字人"
            allowClear
            onSearch={(value) => setText(value.trim())}
            style={{ width: 280 }}
          />
          <Select
            aria-label="方式"
            placeholder="方式"
            allowClear
            value={way}
            onChange={setWay}
            options={toSelectOptions(words.AnswerKind)}
            style={{ width: 140 }}
          />
        </Flex>
      </Card>
      <PagedTable<AcknowledgementRow>
        list={list}
        rowKey="seq"
        columns={columns(exports)}
        onRow={(row, place) => buildListRowProps(() => void navigate(`/ticket/${row.ticket}`), `签字确认单 ${row.number}`, place)}
        empty="没有符合条件的签字记录。请核对编号，签字人须输入全名；还没有签字的，请在工单上办理“签字确认”。"
      />
      {pdf.preview}
    </>
  );
}

const waiting: ColumnsType<TicketRow> = [
  {
    title: "工单",
    width: 170,
    className: "number",
    render: (_, row) => <Link to={`/ticket/${row.id}`} tabIndex={-1}>{row.number}</Link>,
  },
  { title: "服务", width: 120, render: (_, row) => <ServiceTag service={row.service} /> },
  { title: "环节", width: 120, render: (_, row) => <StageTag stage={row.stage} /> },
  { title: "用户", width: 120, ellipsis: true, render: (_, row) => row.name || "—" },
  { title: "地址", ellipsis: true, render: (_, row) => row.address || row.community },
  { title: "接报", width: 160, className: "number", render: (_, row) => formatMoment(row.received_at) },
];

/** What has been done and nobody has signed for yet. */
function Unsigned() {
  const list = usePagedList("ticket_list", { unsigned: true, limit: 50 });
  const navigate = useNavigate();
  useHotkeys(ROW_KEYS);
  useSetOriginList(list.rows);
  return (
    <PagedTable<TicketRow>
      list={list}
      rowKey="id"
      columns={waiting}
      onRow={(row, place) => buildListRowProps(() => void navigate(`/ticket/${row.id}`), `工单 ${row.number}`, place)}
      empty="没有等待签字的工单。现场办完、还没有签字的工单会列在这里。"
    />
  );
}
