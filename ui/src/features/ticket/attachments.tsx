// The files of a ticket, small. A click shows one: pictures large, to be turned and zoomed, one after the other; papers page
// by page. Saving is a button of its own.
import { DownloadOutlined, FilePdfOutlined } from "@ant-design/icons";
import { Button, Card, Drawer, Flex, Image, Skeleton } from "antd";
import { useState } from "react";
import { useRead } from "../../api/use-command";
import type { Attachment, OutputFile, Ticket } from "../../gen/wire";
import { useSaveFile } from "../../shared/files/save-file";
import { buildPhotoPreview } from "../../shared/files/photo-preview";
import { FailureAlert } from "../../shared/dialogs/refusal";
import { usePdfViewer } from "../../shared/pdf/pdf-viewer";

const url = ({ media, base64 }: OutputFile) => `data:${media};base64,${base64}`;

/** Shown until the picture has come. */
const COMING =
  "data:image/svg+xml;utf8," +
  encodeURIComponent(
    '<svg xmlns="http://www.w3.org/2000/svg" width="320" height="120"><text x="160" y="64" font-size="18" fill="#fff" text-anchor="middle">正在读取照片…</text></svg>',
  );

export function AttachmentCard({ ticket }: { ticket: Ticket }) {
  const [paper, setPaper] = useState<Attachment | null>(null);
  const [shown, setShown] = useState<number | null>(null);
  const { attachments: files } = ticket;
  const pictures = files.filter(({ media }) => media !== "pdf");
  if (files.length === 0) return null;
  const look = (file: Attachment) => (file.media === "pdf" ? setPaper(file) : setShown(pictures.indexOf(file)));
  return (
    <Card size="small" title={`附件 ${files.length}`}>
      <div className="thumbs">
        {files.map((file, place) => (
          <Thumb key={`${file.sha256}${place}`} ticket={ticket.id} file={file} look={() => look(file)} />
        ))}
      </div>
      <Pictures ticket={ticket.id} pictures={pictures} shown={shown} show={setShown} />
      {paper && <Paper ticket={ticket.id} file={paper} close={() => setPaper(null)} />}
    </Card>
  );
}

function Thumb({ ticket, file, look }: { ticket: number; file: Attachment; look: () => void }) {
  const picture = file.media !== "pdf";
  const small = useRead("attachment_get", { ticket, sha256: file.sha256, thumbnail: true }, { enabled: picture });
  return (
    <div className="thumb">
      <button type="button" title={`查看 ${file.name}`} aria-label={`查看 ${file.name}`} onClick={look}>
        {picture && small.data ? (
          <img alt="" src={url(small.data)} />
        ) : (
          <FilePdfOutlined style={{ fontSize: 40, color: "var(--ant-color-error)", height: 64 }} />
        )}
        <span>{file.name}</span>
      </button>
      <Save ticket={ticket} file={file} />
    </div>
  );
}

/** Saves a file as it came. */
function Save({ ticket, file, wide = false }: { ticket: number; file: Attachment; wide?: boolean }) {
  const { save, busy } = useSaveFile("attachment_get");
  return (
    <Button
      size={wide ? "middle" : "small"}
      type={wide ? "default" : "text"}
      block={!wide}
      icon={<DownloadOutlined />}
      loading={busy}
      aria-label={`保存 ${file.name}`}
      onClick={() => save({ ticket, sha256: file.sha256 })}
    >
      保存
    </Button>
  );
}

interface PicturesProps {
  ticket: number;
  pictures: Attachment[];
  shown: number | null;
  show: (place: number | null) => void;
}

/** Pictures large. The whole bytes of one are read when it is looked at. */
function Pictures({ ticket, pictures, shown, show }: PicturesProps) {
  const file = shown === null ? undefined : pictures[shown];
  const full = useRead("attachment_get", { ticket, sha256: file?.sha256 ?? "" }, { enabled: file !== undefined });
  const src = full.data ? url(full.data) : COMING;
  return (
    <Image.PreviewGroup
      items={pictures.map((_, place) => (place === shown ? src : COMING))}
      preview={{
        ...buildPhotoPreview(
          <>
            {full.error && <span role="alert">照片没有读取出来，请关闭后重试。</span>}
            {file && <Save ticket={ticket} file={file} wide />}
          </>,
        ),
        open: shown !== null,
        current: shown ?? 0,
        alt: file?.name ?? "",
        onOpenChange: (open) => !open && show(null),
        onChange: (place) => show(place),
      }}
    />
  );
}

function Paper({ ticket, file, close }: { ticket: number; file: Attachment; close: () => void }) {
  const full = useRead("attachment_get", { ticket, sha256: file.sha256 });
  const { bar, pages, keys } = usePdfViewer(full.data?.base64, file.name);
  const extra = (
    <Flex gap={12} align="center">
      {bar}
      <Save ticket={ticket} file={file} wide />
    </Flex>
  );
  return (
    <Drawer open size={1080} title={file.name} onClose={close} onKeyDown={keys} extra={extra}>
      {full.error && <FailureAlert error={full.error} again={() => void full.refetch()} />}
      {full.isPending && <Skeleton active />}
      {full.data && pages}
    </Drawer>
  );
}
