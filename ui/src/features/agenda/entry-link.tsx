// An entry that leads to its ticket: a block of the hours, or a line of the month.
import { CalendarOutlined, CheckOutlined, ShopOutlined, WarningOutlined } from "@ant-design/icons";
import type { CSSProperties } from "react";
import { Link } from "react-router";
import type { AgendaEntry } from "../../gen/wire";
import { words } from "../../gen/words";
import { programNow } from "../../api/now";
import { formatTimeOfDay } from "../../shared/time/shanghai";
import { toEntryKey, describeAgendaEntry, computeEntryStatus, nameEntryPartner } from "./entry";

interface Props {
  entry: AgendaEntry;
  /** The one entry that Tab stops at. */
  stop: boolean;
  /** In one line, for the month. */
  line?: boolean;
  style?: CSSProperties;
}

export function EntryLink({ entry, stop, line = false, style }: Props) {
  const now = programNow();
  const { ticket, what, at } = entry;
  const { zh, bad, over } = computeEntryStatus(entry, now);
  const sign = bad ? <WarningOutlined /> : over ? <CheckOutlined /> : what === "event" ? <ShopOutlined /> : <CalendarOutlined />;
  return (
    <Link
      to={`/ticket/${ticket.id}`}
      className={`entry ${what}${bad ? " bad" : ""}${over ? " over" : ""}${line ? " line" : ""}`}
      data-entry={toEntryKey(entry)}
      title={describeAgendaEntry(entry, now)}
      tabIndex={stop ? 0 : -1}
      style={style}
    >
      <b className="number">
        <span aria-hidden>{sign}</span> {formatTimeOfDay(at)}
      </b>{" "}
      <span>{nameEntryPartner(entry)}</span>
      {!line && <span className="quiet">{what === "event" ? ticket.summary : `${ticket.address}　${ticket.summary}`}</span>}
      <span className="unseen">{`，${words.AgendaKind[what]}，${ticket.number}，${zh}`}</span>
    </Link>
  );
}
