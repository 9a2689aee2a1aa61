// The year as a calendar: a month with its events, the months one key away.
import { Calendar, Card, Flex, Segmented, Select } from "antd";
import dayjs, { type Dayjs } from "dayjs";
import { useState } from "react";
import { Link } from "react-router";
import type { TicketRow } from "../gen/wire";
import { clock, day } from "../time/shanghai";
import { EventTag } from "./list";

const MONTHS = Array.from({ length: 12 }, (_, month) => ({ value: month, label: `${month + 1}月` }));

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
        headerRender={({ value, type, onChange, onTypeChange }) => (
          // Its own header names its fields for nobody; the year is chosen at the top of the page.
          <Flex gap={8} justify="end" style={{ padding: "4px 0 8px" }}>
            {type === "month" && (
              <Select aria-label="月份" value={value.month()} onChange={(month) => onChange(value.month(month))} options={MONTHS} style={{ width: "6em" }} />
            )}
            <Segmented<"month" | "year">
              aria-label="日历范围"
              value={type}
              onChange={onTypeChange}
              options={[
                { value: "month", label: "月" },
                { value: "year", label: "年" },
              ]}
            />
          </Flex>
        )}
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
