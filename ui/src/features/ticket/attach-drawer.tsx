// 添加附件: photos and papers, chosen, dropped or pasted, one or many. They are shown before anything is sent, go one after
// the other, and what is refused stays with its reason. Its kind is told by the program from the content.
import { FilePdfOutlined, FileUnknownOutlined } from "@ant-design/icons";
import { useQueryClient } from "@tanstack/react-query";
import { Alert, App, Button, Drawer, Flex, Form, Progress } from "antd";
import { useCallback, useEffect, useRef, useState } from "react";
import { refreshQueries } from "../../api/refresh";
import { useChange } from "../../api/use-command";
import type { TicketView } from "../../gen/wire";
import { words } from "../../gen/words";
import { readBase64 } from "../../shared/files/base64";
import { InitialFocus } from "../../shared/keyboard/initial-focus";
import { useFileDrop } from "../../shared/files/use-file-drop";
import { FileButton } from "../../shared/files/file-button";
import { isSaveKey } from "../../shared/keyboard/key-events";
import { RefusedError, refusalOf } from "../../api/platform";
import { describeRefusal } from "../../shared/text/errors";
import { addPendingFiles, listSendableFiles, formatFileSize, type PendingFile } from "./pending-files";
import { resolveTypedTime } from "../../services/by-service/step-values";
import { WhenAndWho } from "../../services/common/when-and-who";

interface Values {
  happened_at?: number | null;
  performed_by?: string;
}

interface Props {
  view: TicketView;
  start: File[];
  close: () => void;
}

/** Sends what is held, each on the version the one before has made. */
function useSending({ ticket }: TicketView, held: PendingFile[], setHeld: (held: PendingFile[]) => void) {
  const client = useQueryClient();
  const attach = useChange("ticket_attach");
  const [at, setAt] = useState<{ done: number; all: number } | null>(null);
  const send = async (values: Values): Promise<{ sent: number; left: PendingFile[] }> => {
    const going = listSendableFiles(held);
    let left = held;
    let version = ticket.version;
    const happened = resolveTypedTime(values.happened_at, ticket.last_step_at);
    for (const [place, one] of going.entries()) {
      setAt({ done: place, all: going.length });
      try {
        const { value } = await attach.mutateAsync({
          ticket: ticket.id,
          version,
          performed_by: values.performed_by?.trim() || null,
          happened_at: happened,
          details: { name: one.file.name, base64: await readBase64(one.file) },
        });
        version = value.ticket.version;
        left = left.filter((other) => other !== one);
      } catch (error) {
        const refusal = refusalOf(error);
        const why = error instanceof RefusedError ? describeRefusal(refusal) : "文件不能读取，请换一个文件。";
        left = left.map((other) => (other === one ? { ...one, why, again: refusal?.code !== "bad_media" } : other));
        if (refusal?.code === "stale_version") {
          // Somebody else was quicker: the newest is read, the rest waits for another press.
          void refreshQueries(client, [`ticket/${ticket.id}`]);
          break;
        }
      }
      setHeld(left);
    }
    setHeld(left);
    setAt(null);
    return { sent: held.length - left.length, left };
  };
  return { send, at };
}

export function AttachDrawer({ view, start, close }: Props) {
  const [form] = Form.useForm<Values>();
  const [held, setHeld] = useState<PendingFile[]>(() => addPendingFiles([], start));
  const { send, at } = useSending(view, held, setHeld);
  const { message } = App.useApp();
  const busy = at !== null;
  const add = useCallback((files: File[]) => !busy && setHeld((before) => addPendingFiles(before, files)), [busy]);
  useFileDrop(add);
  const body = useRef<HTMLDivElement>(null);
  const going = listSendableFiles(held).length;
  // What was switched off while the files went has lost the keyboard.
  useEffect(() => {
    if (!busy && document.activeElement === document.body) body.current?.querySelector<HTMLElement>("button")?.focus();
  }, [busy]);

  const submit = async () => {
    if (going === 0 || busy) return;
    const { sent, left } = await send(form.getFieldsValue(true) as Values);
    if (sent > 0) void message.success(`已添加 ${sent} 个附件。`);
    if (left.length === 0) close();
  };
  return (
    <Drawer
      open
      title={`${words.StepKind.attach}　${view.ticket.number}`}
      onClose={close}
      size={560}
      closable={{ disabled: busy }}
      keyboard={!busy}
      mask={{ closable: false }}
      onKeyDown={(event) => {
        if (!isSaveKey(event)) return;
        event.preventDefault();
        void submit();
      }}
      footer={
        <Flex justify="end" gap={8} align="center">
          <span className="quiet">Ctrl + Enter 提交</span>
          <Button disabled={busy} onClick={close}>
            取消
          </Button>
          <Button type="primary" loading={busy} disabled={going === 0} onClick={() => void submit()}>
            {going > 1 ? `添加 ${going} 个附件` : "添加附件"}
          </Button>
        </Flex>
      }
    >
      <div ref={body}>
        <InitialFocus what="button">
          <FileButton accept=".jpg,.jpeg,.png,.pdf" multiple disabled={busy} take={(_, all) => add(all)}>
            选择文件（可多选）
          </FileButton>
        </InitialFocus>
        <p className="quiet">照片或文件（JPEG、PNG、PDF，每个最多 10 MB）。也可以直接把文件拖进来，或复制图片后按 Ctrl + V。</p>
        {at && (
          <div role="status">
            正在添加第 {at.done + 1} 个，共 {at.all} 个
            <Progress percent={Math.round((at.done / at.all) * 100)} size="small" />
          </div>
        )}
        {held.length > 0 && (
          <ul className="held" aria-label="准备添加的文件">
            {held.map((one) => (
              <One key={`${one.file.name}${one.file.size}${one.file.lastModified}`} held={one} busy={busy} drop={() => setHeld(held.filter((other) => other !== one))} />
            ))}
          </ul>
        )}
        {held.some(({ again }) => again) && !busy && (
          <Alert type="warning" showIcon title="有文件没有添加成功，请看原因，可再次提交。" style={{ marginBottom: 12 }} />
        )}
        <Form form={form} layout="vertical">
          <WhenAndWho />
        </Form>
      </div>
    </Drawer>
  );
}

function One({ held: { file, why }, busy, drop }: { held: PendingFile; busy: boolean; drop: () => void }) {
  return (
    <li>
      <Picture file={file} />
      <div className="held-name">
        <div className="one-line" title={file.name}>
          {file.name}
        </div>
        <div className="quiet">
          {KIND[kindOf(file)]}　{formatFileSize(file.size)}
        </div>
        {why && <div className="bad">未添加：{why}</div>}
      </div>
      <Button size="small" disabled={busy} onClick={drop} aria-label={`移除 ${file.name}`}>
        移除
      </Button>
    </li>
  );
}

const KIND = { picture: "照片", pdf: "PDF 文件", other: "文件" };

function kindOf({ name }: File): keyof typeof KIND {
  if (/\.(jpe?g|png)$/i.test(name)) return "picture";
  return /\.pdf$/i.test(name) ? "pdf" : "other";
}

/** What is to be sent, small. */
function Picture({ file }: { file: File }) {
  const image = useRef<HTMLImageElement>(null);
  const kind = kindOf(file);
  useEffect(() => {
    if (!image.current) return;
    const url = URL.createObjectURL(file);
    image.current.src = url;
    return () => URL.revokeObjectURL(url);
  }, [file]);
  if (kind === "picture") return <img ref={image} alt={file.name} />;
  return <span className="held-sign">{kind === "pdf" ? <FilePdfOutlined style={{ color: "var(--ant-color-error)" }} /> : <FileUnknownOutlined />}</span>;
}
