// What the customer confirms, whole, before they sign.
import { Card, Descriptions } from "antd";
import type { Content } from "../gen/wire";
import { words } from "../gen/words";

/** `large`: for the customer to read. */
export function Shown({ content, large = false }: { content: Content; large?: boolean }) {
  return (
    <Card size="small" title={`用户签字确认单：${words.AckKind[content.kind]}`} style={{ marginBottom: 14 }}>
      <Descriptions
        size="small"
        column={1}
        items={content.facts.map(({ label, value }) => ({ key: label, label, children: value || "—" }))}
        styles={{ label: { width: large ? 220 : 120 } }}
      />
      <p className="say" style={{ fontSize: large ? 24 : 15, marginBottom: 0 }}>
        {content.text}
      </p>
    </Card>
  );
}
