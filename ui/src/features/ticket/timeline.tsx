// What happened, newest first: who did it when, and who typed it when where that differs.
import { Card, Tag, Timeline } from "antd";
import type { TicketEntryView } from "../../gen/wire";
import { formatMoment } from "../../shared/time/shanghai";

export function TicketTimeline({ entries }: { entries: TicketEntryView[] }) {
  return (
    <Card size="small" title="办理过程（最新在前）">
      <Timeline
        items={[...entries].reverse().map((entry) => ({
          key: entry.version,
          color: entry.withdrawn ? "gray" : entry.late_entry ? "orange" : "blue",
          content: <Entry entry={entry} />,
        }))}
      />
    </Card>
  );
}

function Entry({ entry }: { entry: TicketEntryView }) {
  const typed = entry.late_entry || entry.recorder !== entry.performed_by;
  return (
    <div>
      {entry.withdrawn ? <del>{entry.title}</del> : <b>{entry.title}</b>}　<span className="number">{formatMoment(entry.happened_at)}</span>　{entry.performed_by}
      {entry.late_entry && (
        <Tag color="orange" style={{ marginLeft: 6 }}>
          补录
        </Tag>
      )}
      {entry.withdrawn && <Tag style={{ marginLeft: 6 }}>已撤回</Tag>}
      {entry.lines.map((line) => (
        <div key={line.label} style={{ overflowWrap: "anywhere" }}>
          <span className="quiet">{line.label}：</span>
          {line.value}
        </div>
      ))}
      {typed && (
        <div className="quiet">
          {entry.recorder} 于 {formatMoment(entry.recorded_at)} 录入
        </div>
      )}
    </div>
  );
}
