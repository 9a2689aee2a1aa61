// The first step: which file.
import { DownloadOutlined } from "@ant-design/icons";
import { Button, Flex } from "antd";
import { words } from "../../gen/words";
import { readBase64 } from "../../shared/files/base64";
import { InitialFocus } from "../../shared/keyboard/initial-focus";
import { FileButton } from "../../shared/files/file-button";
import { useShowRefusal } from "../../shared/dialogs/refusal";
import { saveFile } from "../../api/platform";
import type { ImportKind } from "./import-kind";

/** An empty sheet for the office's program: UTF-8 with its mark, so that Chinese heads are read. */
async function template({ what, fields }: ImportKind): Promise<void> {
  const text = `\uFEFF${fields.map((field) => words.SheetField[field]).join(",")}\r\n`;
  await saveFile(`${what}模板.csv`, await readBase64(new Blob([text])), "text/csv");
}

interface Props {
  kind: ImportKind;
  take: (file: File) => void;
  busy: boolean;
  /** Whether files are held over the page. */
  over: boolean;
}

export function FileStep({ kind, take, busy, over }: Props) {
  const say = useShowRefusal();
  return (
    <>
      <span>
        可以是 Excel 文件（.xlsx、.xls），也可以是 CSV 文件（GBK 或 UTF-8）。表格不必改动：表头在第几行、哪一列是什么，下一步再选。公式按表中保存的结果读取。
      </span>
      <Flex gap={8}>
        <InitialFocus what="button">
          <FileButton accept=".xlsx,.xls,.ods,.csv,.txt" take={take} type="primary" loading={busy}>
            选择表格
          </FileButton>
        </InitialFocus>
        <Button icon={<DownloadOutlined />} onClick={() => void template(kind).catch(say)}>
          下载空白模板
        </Button>
      </Flex>
      <span className="quiet">{over ? "松开鼠标，读取这个文件。" : "也可以把文件拖到这里。"}{kind.twice}</span>
    </>
  );
}
