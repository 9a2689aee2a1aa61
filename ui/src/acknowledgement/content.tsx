// What the customer confirms, whole, before they sign.
import { Card, Descriptions } from "antd";
import type { Content } from "../gen/wire";
import { words } from "../gen/words";

export function Shown({ content }: { content: Content }) {
  return (
    <Card size="small" title={`用户签字确认单：${words.AckKind[content.kind]}`} style={{ marginBottom: 14 }}>
      <Descriptions
        size="small"
        column={1}
        items={content.facts.map(({ label, value }) => ({ key: label, label, children: value || "—" }))}
        styles={{ label: { width: 120 } }}
      />
      <p className="say" style={{ fontSize: 15, marginBottom: 0 }}>
        {content.text}
      </p>
    </Card>
  );
}
