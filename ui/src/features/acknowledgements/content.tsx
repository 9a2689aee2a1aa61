// What the customer confirms, whole, before they sign.
import { Card, Descriptions } from "antd";
import type { AcknowledgementContent } from "../../gen/wire";
import { words } from "../../gen/words";

/** What happened, where, and who was there. `large`: for the customer to read. */
export function AcknowledgementFacts({ content, large = false }: { content: AcknowledgementContent; large?: boolean }) {
  const facts = [...content.facts, { label: "签字地点", value: content.place }];
  // Most kinds name the staff among their facts already.
  if (!facts.some(({ value }) => value === content.staff)) facts.push({ label: "工作人员", value: content.staff });
  return (
    <Descriptions
      size="small"
      column={large ? { xs: 1, lg: 2 } : 1}
      items={facts.map(({ label, value }) => ({ key: label, label, children: value || "—" }))}
      // A long name stands on one line with its colon, whatever the size of the letters.
      styles={{ label: { minWidth: large ? 180 : "9.5em", whiteSpace: "nowrap" } }}
    />
  );
}

export const formatAcknowledgementTitle = (content: AcknowledgementContent) => `用户签字确认单：${words.AcknowledgementKind[content.kind]}`;

export function AcknowledgementCard({ content }: { content: AcknowledgementContent }) {
  return (
    <Card size="small" title={formatAcknowledgementTitle(content)} style={{ marginBottom: 14 }}>
      <AcknowledgementFacts content={content} />
      <p className="say" style={{ fontSize: 15, marginBottom: 0 }}>
        {content.text}
      </p>
    </Card>
  );
}
