// 自上次查看以来: what others did on tickets since somebody said that they had seen everything. Each line leads to its ticket.
import { Button, Card, Flex } from "antd";
import { useEffect } from "react";
import { Link } from "react-router";
import { useUserData } from "../../shared/drafts/user-data";
import { useRead } from "../../api/use-command";
import { useMay } from "../../session/desk-state";
import type { NewsLine } from "../../gen/wire";
import { useHotkeys, type Hotkey } from "../../shared/keyboard/hotkeys";
import { FailureAlert } from "../../shared/dialogs/refusal";
import { ServiceTag } from "../../shared/ticket/stage";
import { programNow } from "../../api/now";
import { formatShortMoment } from "../../shared/time/shanghai";

const NONE: Hotkey[] = [];
/** No line of the journal has this number. */
const NEVER = 0;

export function RecentChanges() {
  const [seen, see, ready] = useUserData<number>("seen", NEVER);
  const may = useMay()("ticket_news");
  const read = useRead("ticket_news", seen === NEVER ? {} : { since: seen }, { enabled: may && ready });
  const { seq, news = [], more = false } = read.data ?? {};
  // Whoever comes for the first time begins now: all that was before is in the list.
  useEffect(() => {
    if (ready && seen === NEVER && seq !== undefined) see(seq);
  }, [ready, seen, seq, see]);
  const all = () => seq !== undefined && see(seq);
  useHotkeys(news.length > 0 ? [{ press: "R", does: "其他人的办理情况全部已阅", group: "本页", run: all }] : NONE);
  if (read.error) return <FailureAlert error={read.error} again={() => void read.refetch()} />;
  if (news.length === 0) return null;
  return (
    <Card
      size="small"
      className="told-card"
      role="region"
      aria-label="自上次查看以来"
      title={`自上次查看以来，其他人办理了 ${news.length}${more ? " 张以上" : " 张"}工单`}
      extra={
        <Button size="small" aria-keyshortcuts="R" onClick={all}>
          全部已阅{" "}
          <kbd className="key" aria-hidden>
            R
          </kbd>
        </Button>
      }
    >
      <ul className="told-list" tabIndex={0} aria-label="其他人办理的工单">
        {news.map((line) => (
          <Line key={line.ticket} line={line} />
        ))}
      </ul>
      {more && <span className="quiet">更早的请看工单列表。</span>}
    </Card>
  );
}

function Line({ line: { ticket, number, service, summary, title, by, at, count } }: { line: NewsLine }) {
  return (
    <li>
      <Flex gap={8} align="center">
        <span className="number quiet">{formatShortMoment(at, programNow())}</span>
        <ServiceTag service={service} />
        <Link className="number" to={`/ticket/${ticket}`}>
          {number}
        </Link>
        <span className="one-line" title={summary}>
          <b>{title}</b>
          {count > 1 && `等 ${count} 项`}　{by}　<span className="quiet">{summary}</span>
        </span>
      </Flex>
    </li>
  );
}
