// 并入原单: the original is looked for by number, phone, name or address.
import { Form, Select } from "antd";
import { useState } from "react";
import { useRead } from "../../api/use-command";
import type { TicketView } from "../../gen/wire";
import { words } from "../../gen/words";
import { formatMoment } from "../../shared/time/shanghai";

export function MergeField({ view }: { view: TicketView }) {
  const { phone, account_number, address } = view.ticket.open;
  const [text, setText] = useState("");
  const near = useRead("ticket_duplicates", { phone, account_number, address });
  const found = useRead("ticket_list", { text, limit: 20 }, { enabled: text.trim().length >= 2, keep: true });
  const rows = (text.trim().length >= 2 ? found.data?.rows : near.data) ?? [];
  return (
    <Form.Item name="into" label="原单" rules={[{ required: true, message: "请选择原单。" }]}>
      <Select
        showSearch={{ onSearch: setText, filterOption: false }}
        placeholder="请选择，或输入单号、电话、姓名、地址查找"
        notFoundContent="没有相近的工单，请输入单号或电话查找。"
        options={rows
          .filter((row) => row.id !== view.ticket.id)
          .map((row) => ({
            value: row.id,
            label: `${row.number}　${words.Stage[row.stage]}　${row.name}　${formatMoment(row.received_at)}`,
          }))}
      />
    </Form.Item>
  );
}
