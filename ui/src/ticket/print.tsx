// 打印: the pages a ticket has now, saved as PDF.
import { DownOutlined, PrinterOutlined } from "@ant-design/icons";
import { Button, Dropdown } from "antd";
import type { Page, TicketView } from "../gen/wire";
import { words } from "../gen/words";
import { useSaveFile } from "../part/file";

export function PrintMenu({ view: { ticket, pages } }: { view: TicketView }) {
  const { save, busy } = useSaveFile("ticket_print");
  if (pages.length === 0) return null;
  return (
    <Dropdown
      trigger={["click"]}
      menu={{
        onClick: ({ key }) => save({ ticket: ticket.id, page: key as Page }),
        items: pages.map((page) => ({ key: page, label: words.Page[page] })),
      }}
    >
      <Button icon={<PrinterOutlined />} loading={busy}>
        打印 <DownOutlined />
      </Button>
    </Dropdown>
  );
}
