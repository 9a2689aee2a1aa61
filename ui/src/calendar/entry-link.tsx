// An entry that leads to its ticket: a block of the hours, or a line of the month.
import { CalendarOutlined, CheckOutlined, ShopOutlined, WarningOutlined } from "@ant-design/icons";
import type { CSSProperties } from "react";
import { Link } from "react-router";
import { programNow } from "../time/now";
import { clock } from "../time/shanghai";
import { spoken, standing, times, withWhom, type Entry } from "./entry";

interface Props {
  entry: Entry;
  /** The one entry that Tab stops at. */
  stop: boolean;
  /** In one line, for the month. */
  line?: boolean;
  style?: CSSProperties;
}

export function EntryLink({ entry, stop, line = false, style }: Props) {
  const now = programNow();
  const { ticket, what, at } = entry;
  const { bad, over } = standing(entry, now);
  const sign = bad ? <WarningOutlined /> : over ? <CheckOutlined /> : what === "event" ? <ShopOutlined /> : <CalendarOutlined />;
  const words = spoken(entry, now);
  return (
    <Link
      to={`/ticket/${ticket.id}`}
      className={`entry ${what}${bad ? " bad" : ""}${over ? " over" : ""}${line ? " line" : ""}`}
      data-entry={keyOf(entry)}
      aria-label={words}
      title={words}
      tabIndex={stop ? 0 : -1}
      style={style}
    >
      <b className="number">
        <span aria-hidden>{sign}</span> {line ? clock(at) : times(entry)}
      </b>{" "}
      <span>{withWhom(entry)}</span>
      {!line && <span className="quiet">{what === "event" ? ticket.summary : `${ticket.address}　${ticket.summary}`}</span>}
    </Link>
  );
}

/** A ticket may have an appointment and an event. */
export const keyOf = ({ ticket, at, what }: Entry) => `${what}/${ticket.id}/${at}`;
