// 工时核定表 and 日报, from the page of the month.
import { DownOutlined } from "@ant-design/icons";
import { Button, DatePicker, Dropdown, Form, Modal, Select } from "antd";
import type { Dayjs } from "dayjs";
import { useState } from "react";
import { useRead } from "../../api/use-command";
import { useMay } from "../../session/desk-state";
import { HiddenSubmitButton } from "../../shared/keyboard/hidden-submit-button";
import { useSaveFile } from "../../shared/files/save-file";
import { usePrintPreview } from "../../shared/pdf/print-preview";
import { programNow } from "../../api/now";
import { formatDay, fromPicker, toPicker } from "../../shared/time/shanghai";
import { formatReportSpan } from "./report-span";

type Sheet = "hours" | "daily";

/** `span`: what the page shows; `month`: the one for the sheets that are a month's. */
export function OtherReportsMenu({ span, month }: { span: string | null; month: string | null }) {
  const may = useMay();
  const [open, setOpen] = useState<Sheet | null>(null);
  const close = () => setOpen(null);
  const workbook = useSaveFile("report_workbook");
  const csv = useSaveFile("report_csv");
  const items = [
    ...(span !== null ? [{ key: "workbook", label: "保存 Excel" }, { key: "csv", label: "保存明细 CSV" }, { type: "divider" as const }] : []),
    ...(may("report_daily") ? [{ key: "daily", label: "日报" }] : []),
    ...(may("report_hours") && month !== null ? [{ key: "hours", label: "工时核定表" }] : []),
  ];
  if (items.length === 0) return null;
  const choose = (key: string) => {
    if (key === "workbook") return void (span && workbook.save({ span }));
    if (key === "csv") return void (span && csv.save({ span }));
    setOpen(key as Sheet);
  };
  return (
    <>
      <Dropdown trigger={["click"]} autoFocus menu={{ items, onClick: ({ key }) => choose(key) }}>
        <Button loading={workbook.busy || csv.busy}>
          其他报表 <DownOutlined />
        </Button>
      </Dropdown>
      {open === "daily" && <Daily close={close} />}
      {open === "hours" && month !== null && <Hours month={month} close={close} />}
    </>
  );
}

function Daily({ close }: { close: () => void }) {
  const [form] = Form.useForm<{ day: Dayjs }>();
  const { make, busy, preview } = usePrintPreview("report_daily");
  const today = toPicker(programNow());
  return (
    <Modal open title="日报" okText="预览和打印" onCancel={close} onOk={() => form.submit()} confirmLoading={busy}>
      <p className="quiet">一天的受理、转派、到场、办结、超时、延时和违规，与前一日相比。当天的日报截至预览时。</p>
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ day: today }}
        onFinish={(values) => make({ day: formatDay(fromPicker(values.day.startOf("day"))) }, close)}
      >
        <Form.Item name="day" label="日期" rules={[{ required: true, message: "请选择日期。" }]}>
          <DatePicker autoFocus format="YYYY-MM-DD" placeholder="年-月-日" showNow={false} maxDate={today} allowClear={false} style={{ width: "100%" }} />
        </Form.Item>
        <HiddenSubmitButton />
      </Form>
      {preview}
    </Modal>
  );
}

function Hours({ month, close }: { month: string; close: () => void }) {
  const [form] = Form.useForm<{ crew?: string | null }>();
  const settings = useRead("settings_get", {});
  const { make, busy, preview } = usePrintPreview("report_hours");
  const crews = (settings.data?.settings.crews ?? []).map(({ name }) => ({ value: name, label: name }));
  return (
    <Modal open title={`工时核定表：${formatReportSpan(month)}`} okText="预览和打印" okButtonProps={{ autoFocus: true }} onCancel={close} onOk={() => form.submit()} confirmLoading={busy}>
      <p className="quiet">已核定的工时按班组列出并合计，待核定的另列，供班组、总工办和审核人签字。</p>
      <Form form={form} layout="vertical" onFinish={({ crew }) => make({ month, crew: crew ?? null }, close)}>
        <Form.Item name="crew" label="班组">
          <Select allowClear placeholder="全部班组" options={crews} />
        </Form.Item>
        <HiddenSubmitButton />
      </Form>
      {preview}
    </Modal>
  );
}
