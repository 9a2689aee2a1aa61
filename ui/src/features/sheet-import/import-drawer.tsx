// 导入用户档案, 导入旧工单: the office's file is chosen, its sheet and heads found, its columns named; then it is checked, every bad row
// is listed, and the good rows are imported as a whole. Nothing is written before the last step.
import { Alert, Button, Drawer, Flex, Steps } from "antd";
import { useCallback, useEffect, useRef } from "react";
import { useFileDrop } from "../../shared/files/use-file-drop";
import { useHotkeys } from "../../shared/keyboard/hotkeys";
import { focusFirstField } from "../../shared/keyboard/initial-focus";
import { ColumnsStep } from "./columns-step";
import { FileStep } from "./file-step";
import { HeadStep } from "./head-step";
import type { ImportKind } from "./import-kind";
import { ImportOutcomeView } from "./import-outcome";
import { IMPORT_STEP, useSheetImport, type SheetImport } from "./use-sheet-import";

const STEPS = ["选文件", "工作表与表头", "对应列", "核对", "导入"];

interface Props {
  kind: ImportKind;
  close: () => void;
}

export function ImportDrawer({ kind, close }: Props) {
  const fields = useRef<HTMLDivElement>(null);
  const sheetImport = useSheetImport(kind);
  const { step, problem, takeFile, isBusy } = sheetImport;
  useEffect(() => focusFirstField(fields.current), [step]);
  const takeDroppedFile = useCallback(
    ([first]: File[]) => void (first && step < IMPORT_STEP.columns && takeFile(first)),
    [takeFile, step],
  );
  const isOver = useFileDrop(takeDroppedFile);
  const forward = findForwardAction(kind, sheetImport, close);
  const goForward = () => {
    if (forward && !forward.off && !isBusy) forward.run();
  };
  useHotkeys(forward ? [{ press: "Ctrl+Enter", does: `导入${kind.what}：${forward.text}`, group: "本页", overDrawer: true, run: goForward }] : []);

  return (
    <Drawer
      open
      title={`导入${kind.what}`}
      size={960}
      onClose={close}
      mask={{ closable: false }}
      footer={<ImportFooter sheetImport={sheetImport} forward={forward} goForward={goForward} close={close} />}
    >
      <div ref={fields}>
        <Flex vertical gap={12}>
          <Steps size="small" current={step} items={STEPS.map((title) => ({ title }))} />
          {problem && <Alert type="error" showIcon title={problem} />}
          <ImportStepFields kind={kind} sheetImport={sheetImport} isOver={isOver} />
        </Flex>
      </div>
    </Drawer>
  );
}

interface ForwardAction {
  text: string;
  run: () => void;
  /** Whether the step lacks what the next one needs. */
  off: boolean;
}

/** What the main button does at this step; nothing at the first, where choosing the file goes on. */
function findForwardAction(kind: ImportKind, { step, seen, columns, options, checked, goToStep, checkRows, importRows }: SheetImport, close: () => void): ForwardAction | null {
  const many = checked ? kind.many(checked, options) : 0;
  const isNamed = kind.name === "customer" || options.ledger.trim() !== "";
  const actions: Record<number, ForwardAction> = {
    [IMPORT_STEP.head]: { text: "下一步", run: () => goToStep(IMPORT_STEP.columns), off: !seen || seen.rows === 0 },
    [IMPORT_STEP.columns]: { text: "核对", run: () => checkRows(options), off: (kind.missing(columns)?.stops ?? false) || !isNamed },
    [IMPORT_STEP.check]: { text: many > 0 ? `导入 ${many} ${kind.unit}` : "导入", run: importRows, off: many === 0 },
    [IMPORT_STEP.end]: { text: "完成", run: close, off: false },
  };
  return actions[step] ?? null;
}

interface FooterProps {
  sheetImport: SheetImport;
  forward: ForwardAction | null;
  goForward: () => void;
  close: () => void;
}

function ImportFooter({ sheetImport: { step, goToStep, isBusy }, forward, goForward, close }: FooterProps) {
  return (
    <Flex justify="end" gap={8} align="center">
      {forward && <span className="quiet">Ctrl + Enter {forward.text}</span>}
      {step > IMPORT_STEP.file && step < IMPORT_STEP.end && (
        <Button disabled={isBusy} onClick={() => goToStep(step - 1)}>
          上一步
        </Button>
      )}
      {step < IMPORT_STEP.end && <Button onClick={close}>取消</Button>}
      {forward && (
        <Button type="primary" disabled={forward.off} loading={isBusy} onClick={goForward}>
          {forward.text}
        </Button>
      )}
    </Flex>
  );
}

interface StepFieldsProps {
  kind: ImportKind;
  sheetImport: SheetImport;
  /** Whether files are held over the page. */
  isOver: boolean;
}

function ImportStepFields({ kind, sheetImport, isOver }: StepFieldsProps) {
  const { step, file, seen, columns, setColumns, options, setOptions, checked, lookAtSheet, takeFile, toSheet, checkRows, isBusy } = sheetImport;
  return (
    <>
      {step === IMPORT_STEP.file && <FileStep kind={kind} take={(chosen) => void takeFile(chosen)} busy={isBusy} over={isOver} />}
      {step === IMPORT_STEP.head && seen && file && <HeadStep name={file.name} seen={seen} look={(at) => lookAtSheet(file, at)} busy={isBusy} />}
      {step === IMPORT_STEP.columns && seen && (
        <ColumnsStep
          kind={kind}
          seen={seen}
          columns={columns}
          become={setColumns}
          lack={kind.missing(columns)}
          ledger={options.ledger}
          name={(ledger) => setOptions({ ...options, ledger })}
        />
      )}
      {step >= IMPORT_STEP.check && checked && (
        <ImportOutcomeView
          kind={kind}
          checked={checked}
          options={options}
          again={step === IMPORT_STEP.check ? checkRows : undefined}
          sheet={toSheet(options)}
          noArea={kind.name === "customer" && !columns.includes("area")}
        />
      )}
    </>
  );
}
