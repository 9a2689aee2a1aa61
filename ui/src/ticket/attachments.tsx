// The files of a ticket, small; a click saves one.
import { FilePdfOutlined } from "@ant-design/icons";
import { Card } from "antd";
import { useRead } from "../call/use";
import type { Attachment, Ticket } from "../gen/wire";
import { useSaveFile } from "../part/file";

export function Attachments({ ticket }: { ticket: Ticket }) {
  if (ticket.attachments.length === 0) return null;
  return (
    <Card size="small" title={`附件 ${ticket.attachments.length}`}>
      <div className="thumbs">
        {ticket.attachments.map((file) => (
          <Thumb key={file.sha256} ticket={ticket.id} file={file} />
        ))}
      </div>
    </Card>
  );
}

function Thumb({ ticket, file }: { ticket: number; file: Attachment }) {
  const picture = file.media !== "pdf";
  const small = useRead("attachment_get", { ticket, sha256: file.sha256, thumbnail: true }, { enabled: picture });
  const { save } = useSaveFile("attachment_get");
  return (
    <button
      type="button"
      className="thumb"
      title={`保存 ${file.name}`}
      onClick={() => save({ ticket, sha256: file.sha256 })}
    >
      {picture && small.data ? (
        <img alt={file.name} src={`data:${small.data.media};base64,${small.data.base64}`} />
      ) : (
        <FilePdfOutlined style={{ fontSize: 40, color: "var(--ant-color-error)" }} />
      )}
      <span>{file.name}</span>
    </button>
  );
}
