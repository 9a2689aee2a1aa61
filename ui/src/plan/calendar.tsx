// The year as a calendar: a month with its events, the months one key away.
import { Calendar, Card } from "antd";
import dayjs, { type Dayjs } from "dayjs";
import { useState } from "react";
import { Link } from "react-router";
import type { TicketRow } from "../gen/wire";
import { clock, day } from "../time/shanghai";
import { EventTag } from "./list";

export function EventCalendar({ year, events, now }: { year: number; events: readonly TicketRow[]; now: number }) {
  const today = day(now);
  const [shown, setShown] = useState(() => dayjs(today.startsWith(String(year)) ? today : `${year}-01-01`));
  const on = (date: Dayjs, length: 7 | 10) =>
    events.filter(({ planned_at }) => planned_at !== null && day(planned_at).slice(0, length) === date.format("YYYY-MM-DD").slice(0, length));
  return (
    <Card size="small">
      <Calendar
        value={shown}
        onChange={setShown}
        validRange={[dayjs(`${year}-01-01`), dayjs(`${year}-12-31`)]}
        cellRender={(date, { type }) =>
          type === "month" ? (
            <span className="quiet">{on(date, 7).length > 0 ? `${on(date, 7).length} 项活动` : ""}</span>
          ) : (
            on(date, 10).map((row) => (
              <div key={row.id} className="one-line">
                <Link to={`/ticket/${row.id}`} title={row.summary}>
                  {row.planned_at !== null && clock(row.planned_at)} {row.community}
                </Link>
                <div>
                  <EventTag row={row} now={now} />
                </div>
              </div>
            ))
          )
        }
      />
    </Card>
  );
}
