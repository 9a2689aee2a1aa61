// 选择内容与预览: which sections go into the printed report, in which order; what it looks like; kept as a template.
import { FilePdfOutlined } from "@ant-design/icons";
import { Alert, App, Button, Drawer, Flex, Form, Input, Modal, Select, Spin } from "antd";
import { useEffect, useState } from "react";
import { useChange, useRead } from "../../api/use-command";
import { useMay } from "../../session/desk-state";
import type { ReportTemplate, ReportSection } from "../../gen/wire";
import { words } from "../../gen/words";
import { HiddenSubmitButton } from "../../shared/keyboard/hidden-submit-button";
import { useSaveFile } from "../../shared/files/save-file";
import { toOrderedChoices, listChosenKeys, OrderedChoiceList } from "../../shared/table/ordered-choice-list";
import { FailureAlert, showFieldRefusal, useShowRefusal } from "../../shared/dialogs/refusal";
import { usePdfViewer } from "../../shared/pdf/pdf-viewer";
import { formatReportSpan } from "./report-span";

/** The name of 全部内容. */
const ALL = "";
const SECTIONS = Object.keys(words.ReportSection) as ReportSection[];

interface Props {
  span: string;
  against: string | null;
  close: () => void;
}

export function ReportPreview({ span, against, close }: Props) {
  const [rows, setRows] = useState(() => toOrderedChoices(SECTIONS, SECTIONS));
  const [template, setTemplate] = useState(ALL);
  const sections = listChosenKeys(rows);
  const { save, busy } = useSaveFile("report_monthly");
  const request = useSettled({ span, against, sections });
  const file = useRead("report_monthly", request, { keep: true, enabled: request.sections.length > 0 });
  const { bar, pages, keys } = usePdfViewer(file.data?.base64, `预览：${formatReportSpan(request.span)}`);
  const pick = (name: string, those: ReportSection[]) => {
    setTemplate(name);
    setRows(toOrderedChoices(those, SECTIONS));
  };
  return (
    <Drawer
      open
      size="100%"
      title={`报告内容与预览：${formatReportSpan(span)}`}
      onClose={close}
      onKeyDown={keys}
      extra={
        <Flex gap={12} align="center">
          {bar}
          <Button
            type="primary"
            icon={<FilePdfOutlined />}
            disabled={sections.length === 0}
            loading={busy}
            autoFocus
            onClick={() => save({ span, against, sections })}
          >
            保存 PDF
          </Button>
        </Flex>
      }
    >
      <div className="preview">
        <div className="preview-choice">
          <Templates name={template} sections={sections} pick={pick} />
          <OrderedChoiceList label="报告内容" rows={rows} words={words.ReportSection} change={setRows} />
          <span className="quiet">↑ ↓ 移动，空格选用，Alt+↑、Alt+↓ 调整顺序。</span>
        </div>
        {sections.length === 0 ? (
          <Alert type="info" showIcon title="请在左侧至少选择一项内容。" style={{ alignSelf: "start", flex: 1 }} />
        ) : file.error ? (
          <FailureAlert error={file.error} again={() => void file.refetch()} />
        ) : (
          <Spin spinning={file.isPlaceholderData} classNames={{ root: "preview-spin", container: "preview-spin" }}>
            {pages}
          </Spin>
        )}
      </div>
    </Drawer>
  );
}

/** What is chosen, a moment after the last choice: a row of clicks makes one report. */
function useSettled<T>(value: T): T {
  const [settled, setSettled] = useState(value);
  const key = JSON.stringify(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(JSON.parse(key) as T), 150);
    return () => clearTimeout(timer);
  }, [key]);
  return settled;
}

interface TemplatesProps {
  /** The one picked; empty is 全部内容. */
  name: string;
  sections: ReportSection[];
  pick: (name: string, sections: ReportSection[]) => void;
}

function Templates({ name, sections, pick }: TemplatesProps) {
  const view = useRead("template_get", {});
  const change = useChange("template_change");
  const may = useMay()("template_change");
  const { message, modal } = App.useApp();
  const say = useShowRefusal();
  const [naming, setNaming] = useState(false);
  if (view.error) return <FailureAlert error={view.error} again={() => void view.refetch()} />;
  const kept = view.data?.templates ?? [];
  const version = view.data?.version ?? 0;
  const picked = kept.find((template) => template.name === name);
  const changed = picked !== undefined && picked.sections.join() !== sections.join();
  const put = (templates: ReportTemplate[], told: string, then: () => void) =>
    change.mutate({ version, templates }, { onSuccess: () => (void message.success(told), then()), onError: say });
  const remove = () =>
    void modal.confirm({
      title: `删除模板“${name}”？`,
      content: "已经生成的报告不受影响。",
      okText: "删除",
      okButtonProps: { danger: true },
      onOk: () =>
        put(
          kept.filter((template) => template.name !== name),
          "模板已删除。",
          () => pick(ALL, SECTIONS),
        ),
    });
  return (
    <Flex vertical gap={8}>
      <Select
        aria-label="模板"
        value={name}
        loading={view.isPending}
        onChange={(next: string) => pick(next, kept.find((template) => template.name === next)?.sections ?? SECTIONS)}
        options={[{ value: ALL, label: "全部内容" }, ...kept.map((template) => ({ value: template.name, label: template.name }))]}
      />
      {may && (
        <Flex gap={8} wrap>
          <Button size="small" disabled={sections.length === 0 || !view.data} onClick={() => setNaming(true)}>
            存为模板
          </Button>
          {changed && (
            <Button
              size="small"
              loading={change.isPending}
              disabled={sections.length === 0}
              onClick={() =>
                put(
                  kept.map((template) => (template.name === name ? { name, sections } : template)),
                  "模板已更新。",
                  () => undefined,
                )
              }
            >
              更新模板
            </Button>
          )}
          {picked && (
            <Button size="small" onClick={remove}>
              删除模板
            </Button>
          )}
        </Flex>
      )}
      {naming && <Name version={version} kept={kept} sections={sections} done={(next) => (setNaming(false), next && pick(next, sections))} />}
    </Flex>
  );
}

interface NameProps {
  version: number;
  kept: ReportTemplate[];
  sections: ReportSection[];
  done: (name: string | null) => void;
}

function Name({ version, kept, sections, done }: NameProps) {
  const [form] = Form.useForm<{ name: string }>();
  const change = useChange("template_change");
  const { message } = App.useApp();
  const say = useShowRefusal();
  const submit = ({ name }: { name: string }) =>
    change.mutate(
      { version, templates: [...kept, { name: name.trim(), sections }] },
      {
        onSuccess: () => {
          void message.success("模板已保存，以后可以直接选用。");
          done(name.trim());
        },
        onError: (error) => {
          if (!showFieldRefusal(form, error)) say(error);
        },
      },
    );
  return (
    <Modal open title="存为模板" okText="保存" onCancel={() => done(null)} onOk={() => form.submit()} confirmLoading={change.isPending}>
      <Form form={form} layout="vertical" onFinish={submit}>
        <Form.Item name="name" label="模板名称" rules={[{ required: true, whitespace: true, message: "请填写名称，如“送总经理”。" }]}>
          <Input autoFocus maxLength={50} autoComplete="off" placeholder="如：送总经理" />
        </Form.Item>
        <HiddenSubmitButton />
      </Form>
    </Modal>
  );
}
