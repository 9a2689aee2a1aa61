// 导入用户档案, 导入旧工单: the office's file is chosen, its sheet and heads found, its columns named; then it is looked through, every bad row
// told, and what is good is taken as a whole. Nothing is written before the last step.
import { Alert, Button, Drawer, Flex, Steps } from "antd";
import { useCallback, useEffect, useRef, useState } from "react";
import { useChange } from "../../api/use-command";
import type { SheetHead, SheetPreview } from "../../gen/wire";
import { MAX_SHEET_BYTES, readBase64 } from "../../shared/files/base64";
import { focusFirstField } from "../../shared/keyboard/initial-focus";
import { useFileDrop } from "../../shared/files/use-file-drop";
import { useHotkeys } from "../../shared/keyboard/hotkeys";
import { refusalOf } from "../../api/platform";
import { describeRefusal } from "../../shared/text/errors";
import { ImportOutcomeView } from "./import-outcome";
import { ColumnsStep } from "./columns-step";
import { FileStep } from "./file-step";
import { HeadStep } from "./head-step";
import type { ImportOutcome, ImportRequest, ImportKind, ImportOptions, ImportSheet } from "./import-kind";
import { listGuessedColumns, type ColumnMapping } from "./column-mapping";

const STEPS = ["选文件", "工作表与表头", "对应列", "核对", "导入"];

/** What an old ledger is called as long as nobody calls it otherwise. */
const LEDGER = "旧台账";

export function ImportDrawer({ kind, close }: { kind: ImportKind; close: () => void }) {
  const [step, setStep] = useState(0);
  const [file, setFile] = useState<{ name: string; base64: string } | null>(null);
  const [seen, setSeen] = useState<SheetPreview | null>(null);
  const [columns, setColumns] = useState<ColumnMapping>([]);
  const [options, setOptions] = useState<ImportOptions>({ area: "urban", phones_inside: true, update: true, ledger: LEDGER });
  const [checked, setChecked] = useState<ImportOutcome | null>(null);
  const [problem, setProblem] = useState("");
  const fields = useRef<HTMLDivElement>(null);
  const looks = useChange(`${kind.name}_sheet_look`);
  const checks = useChange(`${kind.name}_sheet_check`);
  const imports = useChange(`${kind.name}_sheet_import`);
  const busy = looks.isPending || checks.isPending || imports.isPending;

  useEffect(() => focusFirstField(fields.current), [step]);
  const refused = (error: unknown) => setProblem(describeRefusal(refusalOf(error)));
  const go = (next: number) => {
    setProblem("");
    setStep(next);
  };

  const { mutate: lookAt } = looks;
  const look = useCallback(
    (of: { name: string; base64: string }, at: { sheet?: number; head?: SheetHead }) => {
      setProblem("");
      lookAt(
        { file: of, ...at },
        {
          onSuccess: (found) => {
            setFile(of);
            setSeen(found);
            setColumns(listGuessedColumns(found));
            setStep(1);
          },
          onError: (error) => setProblem(describeRefusal(refusalOf(error))),
        },
      );
    },
    [lookAt],
  );
  const take = useCallback(
    async (chosen: File) => {
      const read = await readBase64(chosen, MAX_SHEET_BYTES).catch(refusalOf);
      if (typeof read !== "string") setProblem(read ? describeRefusal(read) : "文件不能读取，请换一个文件。");
      else look({ name: chosen.name, base64: read }, {});
    },
    [look],
  );
  const dropped = useCallback(([first]: File[]) => void (first && step < 2 && take(first)), [take, step]);
  const over = useFileDrop(dropped);

  const sheet = (by: ImportOptions): ImportSheet | null => file && seen && kind.request({ file, sheet: seen.sheet, head: seen.head, columns }, by);
  const check = (by: ImportOptions) => {
    const asked = sheet(by);
    if (!asked) return;
    setProblem("");
    setOptions(by);
    checks.mutate(asked, {
      onSuccess: (found) => {
        setChecked(found);
        setStep(3);
      },
      onError: refused,
    });
  };
  const run = () => {
    const asked = sheet(options);
    if (!asked) return;
    setProblem("");
    imports.mutate(
      { sheet: asked, leave_bad: true } as ImportRequest,
      {
        onSuccess: ({ value }) => {
          setChecked(value);
          setStep(4);
        },
        onError: refused,
      },
    );
  };

  const lack = kind.missing(columns);
  const many = checked ? kind.many(checked, options) : 0;
  const named = kind.name === "customer" || options.ledger.trim() !== "";
  const forward = [
    null,
    { text: "下一步", does: () => go(2), off: !seen || seen.rows === 0 },
    { text: "核对", does: () => check(options), off: (lack?.stops ?? false) || !named },
    { text: many > 0 ? `导入 ${many} ${kind.unit}` : "导入", does: run, off: many === 0 },
    { text: "完成", does: close, off: false },
  ][step];
  const next = () => {
    if (forward && !forward.off && !busy) forward.does();
  };
  useHotkeys(forward ? [{ press: "Ctrl+Enter", does: `导入${kind.what}：${forward.text}`, group: "本页", overDrawer: true, run: next }] : []);

  return (
    <Drawer
      open
      title={`导入${kind.what}`}
      size={960}
      onClose={close}
      mask={{ closable: false }}
      footer={
        <Flex justify="end" gap={8} align="center">
          {forward && <span className="quiet">Ctrl + Enter {forward.text}</span>}
          {step > 0 && step < 4 && (
            <Button disabled={busy} onClick={() => go(step - 1)}>
              上一步
            </Button>
          )}
          {step < 4 && <Button onClick={close}>取消</Button>}
          {forward && (
            <Button type="primary" disabled={forward.off} loading={busy} onClick={next}>
              {forward.text}
            </Button>
          )}
        </Flex>
      }
    >
      <div ref={fields}>
        <Flex vertical gap={12}>
          <Steps size="small" current={step} items={STEPS.map((title) => ({ title }))} />
          {problem && <Alert type="error" showIcon title={problem} />}
          {step === 0 && <FileStep kind={kind} take={(chosen) => void take(chosen)} busy={busy} over={over} />}
          {step === 1 && seen && file && <HeadStep name={file.name} seen={seen} look={(at) => look(file, at)} busy={busy} />}
          {step === 2 && seen && (
            <ColumnsStep
              kind={kind}
              seen={seen}
              columns={columns}
              become={setColumns}
              lack={lack}
              ledger={options.ledger}
              name={(ledger) => setOptions({ ...options, ledger })}
            />
          )}
          {step >= 3 && checked && (
            <ImportOutcomeView
              kind={kind}
              checked={checked}
              options={options}
              again={step === 3 ? check : undefined}
              sheet={sheet(options)}
              noArea={kind.name === "customer" && !columns.includes("area")}
            />
          )}
        </Flex>
      </div>
    </Drawer>
  );
}
