// 预览: a form's pages before they are printed or saved.
import { FilePdfOutlined } from "@ant-design/icons";
import { useQueryClient } from "@tanstack/react-query";
import { Alert, Button, Drawer, Flex } from "antd";
import { useState, type ReactNode } from "react";
import { runCommand } from "../../api/use-command";
import type { OutputFile } from "../../gen/wire";
import type { CommandRequest } from "../../api/platform";
import { listFileNotices, useSaveReadyFile, type FileCommand } from "../files/save-file";
import { useShowRefusal } from "../dialogs/refusal";
import { usePdfViewer } from "./pdf-viewer";

interface Props {
  file: OutputFile;
  close: () => void;
  /** It was saved where somebody wanted it. */
  saved?: (() => void) | undefined;
}

export function PrintPreview({ file, close, saved }: Props) {
  const title = file.name.replace(/\.pdf$/i, "");
  const { bar, pages, keys } = usePdfViewer(file.base64, title);
  const keep = useSaveReadyFile();
  const [busy, setBusy] = useState(false);
  const save = async () => {
    setBusy(true);
    const done = await keep(file, true);
    setBusy(false);
    if (done) saved?.();
  };
  return (
    <Drawer
      open
      size="100%"
      title={title}
      onClose={close}
      onKeyDown={(event) => {
        // What lies below has keys of its own.
        if (event.key !== "Escape") event.stopPropagation();
        keys(event);
      }}
      extra={
        <Flex gap={12} align="center">
          {bar}
          <Button type="primary" icon={<FilePdfOutlined />} loading={busy} autoFocus onClick={() => void save()}>
            保存 PDF
          </Button>
        </Flex>
      }
    >
      <Flex vertical gap={8} style={{ height: "100%" }}>
        {listFileNotices(file).map((text) => (
          <Alert key={text} type="warning" showIcon title={text} />
        ))}
        {pages}
      </Flex>
    </Drawer>
  );
}

/** Shows a file that is ready; `preview` is to be drawn. */
export function useFilePreview(): { show: (file: OutputFile, saved?: () => void) => void; preview: ReactNode } {
  const [shown, setShown] = useState<{ file: OutputFile; saved: (() => void) | undefined } | null>(null);
  return {
    show: (file, saved) => setShown({ file, saved }),
    preview: shown && <PrintPreview {...shown} close={() => setShown(null)} />,
  };
}

/** Has the program make a form, and shows it. */
export function usePrintPreview<N extends FileCommand>(name: N) {
  const client = useQueryClient();
  const say = useShowRefusal();
  const { show, preview } = useFilePreview();
  const [busy, setBusy] = useState(false);
  const make = async (request: CommandRequest<N>, saved?: () => void) => {
    setBusy(true);
    try {
      show(await runCommand(client, name, request), saved);
    } catch (error) {
      say(error);
    } finally {
      setBusy(false);
    }
  };
  return { make: (request: CommandRequest<N>, saved?: () => void) => void make(request, saved), busy, preview };
}
