// 打印: the pages a ticket has now, shown before they are printed, and the proof of its acknowledgement.
import { DownOutlined, PrinterOutlined } from "@ant-design/icons";
import { Button, Dropdown } from "antd";
import type { FormKind, TicketView } from "../../gen/wire";
import { words } from "../../gen/words";
import { useSaveFile } from "../files/save-file";
import { usePrintPreview } from "../pdf/print-preview";

/** What an outsider needs to check the acknowledgement without this program. */
const BUNDLE = "bundle";

export function PrintMenu({ view: { ticket, pages } }: { view: TicketView }) {
  const { make, busy, preview } = usePrintPreview("ticket_print");
  const bundle = useSaveFile("proof_bundle");
  if (pages.length === 0) return null;
  return (
    <>
      <Dropdown
        trigger={["click"]}
        autoFocus
        menu={{
          onClick: ({ key }) => (key === BUNDLE ? bundle.save({ ticket: ticket.id }) : make({ ticket: ticket.id, page: key as FormKind })),
          items: [
            ...pages.map((page) => ({ key: page, label: words.FormKind[page] })),
            ...(pages.includes("acknowledgement") ? [{ key: BUNDLE, label: "签字证据包（压缩文件）" }] : []),
          ],
        }}
      >
        <Button icon={<PrinterOutlined />} loading={busy || bundle.busy}>
          打印 <DownOutlined />
        </Button>
      </Dropdown>
      {preview}
    </>
  );
}
