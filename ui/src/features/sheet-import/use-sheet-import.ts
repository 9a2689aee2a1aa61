// The state of an import and its three calls: look at the file, check its rows, import them. How it looks is in import-drawer.tsx.
import { useCallback, useState } from "react";
import { refusalOf } from "../../api/platform";
import { useChange } from "../../api/use-command";
import type { SheetHead, SheetPreview } from "../../gen/wire";
import { MAX_SHEET_BYTES, readBase64 } from "../../shared/files/base64";
import { describeRefusal } from "../../shared/text/errors";
import { listGuessedColumns, type ColumnMapping } from "./column-mapping";
import type { ImportKind, ImportOptions, ImportOutcome, ImportRequest, ImportSheet } from "./import-kind";

/** The name of an old ledger until another one is typed. */
const LEDGER = "旧台账";

interface SheetFile {
  name: string;
  base64: string;
}

/** Places in the row of steps. */
export const IMPORT_STEP = { file: 0, head: 1, columns: 2, check: 3, end: 4 } as const;

/** The step that is shown, and why it does not go on. */
interface StepSetters {
  setStep: (step: number) => void;
  setProblem: (problem: string) => void;
}

/** The file, its sheet as the program reads it, and the meaning of its columns. */
function useSheetPreview(kind: ImportKind, { setStep, setProblem }: StepSetters) {
  const [file, setFile] = useState<SheetFile | null>(null);
  const [seen, setSeen] = useState<SheetPreview | null>(null);
  const [columns, setColumns] = useState<ColumnMapping>([]);
  const looks = useChange(`${kind.name}_sheet_look`);
  const { mutate: lookAt } = looks;
  const lookAtSheet = useCallback(
    (of: SheetFile, at: { sheet?: number; head?: SheetHead }) => {
      setProblem("");
      lookAt(
        { file: of, ...at },
        {
          onSuccess: (found) => {
            setFile(of);
            setSeen(found);
            setColumns(listGuessedColumns(found));
            setStep(IMPORT_STEP.head);
          },
          onError: (error) => setProblem(describeRefusal(refusalOf(error))),
        },
      );
    },
    [lookAt, setProblem, setStep],
  );
  const takeFile = useCallback(
    async (chosen: File) => {
      const read = await readBase64(chosen, MAX_SHEET_BYTES).catch(refusalOf);
      if (typeof read !== "string") setProblem(read ? describeRefusal(read) : "文件不能读取，请换一个文件。");
      else lookAtSheet({ name: chosen.name, base64: read }, {});
    },
    [lookAtSheet, setProblem],
  );
  return { file, seen, columns, setColumns, lookAtSheet, takeFile, isLooking: looks.isPending };
}

export type SheetImport = ReturnType<typeof useSheetImport>;

export function useSheetImport(kind: ImportKind) {
  const [step, setStep] = useState<number>(IMPORT_STEP.file);
  const [options, setOptions] = useState<ImportOptions>({ area: "urban", phones_inside: true, update: true, ledger: LEDGER });
  const [checked, setChecked] = useState<ImportOutcome | null>(null);
  const [problem, setProblem] = useState("");
  const { isLooking, ...preview } = useSheetPreview(kind, { setStep, setProblem });
  const checks = useChange(`${kind.name}_sheet_check`);
  const imports = useChange(`${kind.name}_sheet_import`);
  const { file, seen, columns } = preview;

  const showFailure = (error: unknown) => setProblem(describeRefusal(refusalOf(error)));
  const goToStep = (next: number) => {
    setProblem("");
    setStep(next);
  };
  const toSheet = (by: ImportOptions): ImportSheet | null => file && seen && kind.request({ file, sheet: seen.sheet, head: seen.head, columns }, by);
  const checkRows = (by: ImportOptions) => {
    const sheet = toSheet(by);
    if (!sheet) return;
    setProblem("");
    setOptions(by);
    checks.mutate(sheet, {
      onSuccess: (found) => {
        setChecked(found);
        setStep(IMPORT_STEP.check);
      },
      onError: showFailure,
    });
  };
  const importRows = () => {
    const sheet = toSheet(options);
    if (!sheet) return;
    setProblem("");
    imports.mutate(
      { sheet, leave_bad: true } as ImportRequest,
      {
        onSuccess: ({ value }) => {
          setChecked(value);
          setStep(IMPORT_STEP.end);
        },
        onError: showFailure,
      },
    );
  };
  const isBusy = isLooking || checks.isPending || imports.isPending;
  return { ...preview, step, goToStep, options, setOptions, checked, problem, toSheet, checkRows, importRows, isBusy };
}
