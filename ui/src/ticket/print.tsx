// 打印: the pages of a ticket, saved as PDF.
import { DownOutlined, PrinterOutlined } from "@ant-design/icons";
import { Button, Dropdown } from "antd";
import type { Page, Ticket } from "../gen/wire";
import { useSaveFile } from "../part/file";

export function PrintMenu({ ticket }: { ticket: Ticket }) {
  const { save, busy } = useSaveFile("ticket_print");
  return (
    <Dropdown
      trigger={["click"]}
      menu={{
        onClick: ({ key }) => save({ ticket: ticket.id, page: key as Page }),
        items: [
          { key: "work_order", label: "派工单" },
          { key: "acknowledgement", label: "用户签字确认单", disabled: ticket.work === null },
          { key: "reply", label: "回复单", disabled: ticket.reply === null },
        ],
      }}
    >
      <Button icon={<PrinterOutlined />} loading={busy}>
        打印 <DownOutlined />
      </Button>
    </Dropdown>
  );
}
