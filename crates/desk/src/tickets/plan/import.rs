//! The year's plan from a spreadsheet: a dry run that names every bad row, then all of it or nothing.

use chrono::{NaiveDate, NaiveTime};
use domain::{
    Code, Moment, Refusal, TicketRow,
    customer::AddressArea,
    row::ServiceRow,
    service::{
        ServiceIntake,
        community::{self, EventOrigin},
    },
    ticket::{Channel, TicketIntake},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Tx;
use ts_rs::TS;

use crate::{
    Call,
    sheet::{self, SheetFile},
    ticket,
    wire::ChangeReply,
};

/// Most rows of a plan.
const ROWS: usize = 5_000;

/// A spreadsheet with the plan.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PlanImport {
    /// The file: xlsx, xls, ods or csv, with the heads 日期, 时间, 小区, 地点, 活动内容, 联系人, 联系电话.
    pub file: SheetFile,
    /// Only look what would be done.
    pub dry_run: bool,
}

/// A row of the sheet.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
pub struct PlanLine {
    /// Row in the sheet, from 1.
    #[ts(type = "number")]
    pub row: i64,
    /// When, if it could be read.
    pub planned_at: Option<Moment>,
    pub community: String,
    pub place: String,
    /// What it is about.
    pub topic: String,
    /// What is wrong with it.
    pub problem: Option<Refusal>,
    /// Whether it stands in the plan already.
    pub known: bool,
}

/// What came of it.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
pub struct PlanImported {
    /// Every row with anything in it.
    pub lines: Vec<PlanLine>,
    /// Events added, or to be added.
    #[ts(type = "number")]
    pub added: i64,
    /// Rows that stand in the plan already.
    #[ts(type = "number")]
    pub known: i64,
    /// Bad rows; as long as there is one, nothing is written.
    #[ts(type = "number")]
    pub bad: i64,
    /// Whether the events were written.
    pub written: bool,
}

/// Takes the year's plan, all or nothing; the same sheet twice changes nothing.
///
/// # Errors
/// `bad_sheet` for what is no spreadsheet or has no such heads, `out_of_range` for more than 5,000 rows; `stopped`. What is
/// wrong with a row stands in its line.
pub fn import_year_plan(call: &Call, ask: PlanImport) -> Result<ChangeReply<PlanImported>, Refusal> {
    let bytes = ask.file.base64.decode_bytes("file")?;
    let rows = sheet::read_first_sheet(&bytes, ROWS)?;
    let (head, heads) = find_plan_heads(&rows).ok_or_else(|| Refusal::at_field(Code::BadSheet, "file"))?;
    let mut events = Vec::new();
    for (index, row) in rows.iter().enumerate().skip(head + 1) {
        if row.iter().any(|cell| !cell.is_empty()) {
            events.push(PlannedEvent::parse_row(index + 1, row, &heads, call.now));
        }
    }
    let imported = call.write_tx(|tx| write_plan_events(call, tx, events, ask.dry_run))?;
    let changed = if imported.written {
        vec!["ticket".to_owned()]
    } else {
        Vec::new()
    };
    Ok(ChangeReply {
        value: imported,
        changed,
    })
}

/// The columns, by their heads.
struct PlanHeads {
    date: usize,
    time: Option<usize>,
    community: usize,
    place: usize,
    topic: usize,
    name: Option<usize>,
    phone: Option<usize>,
}

/// The row of heads, among the first ten, and its columns. A head may hold line breaks or say more than the word.
fn find_plan_heads(rows: &[Vec<String>]) -> Option<(usize, PlanHeads)> {
    rows.iter().take(10).enumerate().find_map(|(index, row)| {
        let find = |words: &[&str]| {
            row.iter().position(|cell| {
                let cell: String = cell.split_whitespace().collect();
                words.iter().any(|word| cell.contains(word))
            })
        };
        let heads = PlanHeads {
            date: find(&["日期"])?,
            time: find(&["时间", "时刻"]),
            community: find(&["小区", "社区"])?,
            place: find(&["地点", "地址"])?,
            topic: find(&["内容", "主题"])?,
            name: find(&["联系人", "负责人"]),
            phone: find(&["电话"]),
        };
        Some((index, heads))
    })
}

/// A row as an event.
struct PlannedEvent {
    line: PlanLine,
    open: TicketIntake,
}

impl PlannedEvent {
    fn parse_row(row: usize, cells: &[String], heads: &PlanHeads, now: Moment) -> Self {
        let cell = |column: usize| cells.get(column).cloned().unwrap_or_default();
        let optional = |column: Option<usize>| column.map(cell).unwrap_or_default();
        let planned_at = parse_planned_at(&cell(heads.date), &optional(heads.time));
        let (community, place, topic) = (cell(heads.community), cell(heads.place), cell(heads.topic));
        let problem = planned_at.as_ref().err().cloned();
        let planned_at = planned_at.ok();
        let open = TicketIntake {
            received_at: now,
            raised_at: None,
            channel: Channel::Department,
            first_receiver: String::new(),
            customer: None,
            account_number: String::new(),
            name: optional(heads.name),
            phone: optional(heads.phone),
            address: String::new(),
            community: community.clone(),
            area: AddressArea::Urban,
            external_number: String::new(),
            asked: ServiceIntake::Community(community::CommunityIntake {
                origin: EventOrigin::AnnualPlan,
                topic: topic.clone(),
                situation: String::new(),
                planned_at,
                place: place.clone(),
                suggested_by: String::new(),
            }),
        };
        let problem = problem.or_else(|| open.check_ticket_intake().err());
        Self {
            line: PlanLine {
                row: i64::try_from(row).unwrap_or(i64::MAX),
                planned_at,
                community,
                place,
                topic,
                problem,
                known: false,
            },
            open,
        }
    }

    /// Whether two rows, or a row and an event, are the same: community and day.
    fn event_key(&self) -> Option<(String, NaiveDate)> {
        Some((self.line.community.clone(), self.line.planned_at?.local_date()))
    }
}

/// `2026-03-15`, `2026/3/15`, `2026.3.15` or `2026年3月15日`, with `09:30` beside it or in it; 09:00 if there is none.
fn parse_planned_at(date: &str, time: &str) -> Result<Moment, Refusal> {
    if date.is_empty() {
        return Err(Refusal::at_field(Code::Required, "planned_at"));
    }
    let bad =
        || Refusal::at_field(Code::BadDate, "planned_at").with_arg("value", format!("{date} {time}").trim());
    let (day, within) = date.split_once(' ').unwrap_or((date, ""));
    let plain: String = day
        .chars()
        .filter(|c| *c != '日')
        .map(|c| if "/.年月".contains(c) { '-' } else { c })
        .collect();
    let day = NaiveDate::parse_from_str(&plain, "%Y-%m-%d").map_err(|_| bad())?;
    let time = if time.is_empty() { within } else { time };
    // A span such as 9:00-11:00 begins with its beginning.
    let begin = time.replace('：', ":");
    let begin = begin
        .split(['-', '—', '~', '～', '至'])
        .next()
        .unwrap_or_default()
        .trim();
    let begin = if begin.is_empty() { "09:00" } else { begin };
    let time = NaiveTime::parse_from_str(begin, "%H:%M")
        .or_else(|_| NaiveTime::parse_from_str(begin, "%H:%M:%S"))
        .map_err(|_| bad())?;
    let at = Moment::from_local(day.and_time(time));
    domain::check::check_moment("planned_at", at).map(|()| at)
}

fn write_plan_events(
    call: &Call,
    tx: &Tx,
    mut events: Vec<PlannedEvent>,
    dry_run: bool,
) -> Result<PlanImported, Refusal> {
    let mut seen = read_known_events(tx, &events)?;
    for event in &mut events {
        if let Some(key) = event.event_key() {
            event.line.known = event.line.problem.is_none() && !seen.insert(key);
        }
    }
    let count = |test: fn(&PlanLine) -> bool| {
        let number = events.iter().filter(|event| test(&event.line)).count();
        i64::try_from(number).unwrap_or(i64::MAX)
    };
    let bad = count(|line| line.problem.is_some());
    let (known, added) = (
        count(|line| line.known),
        count(|line| line.problem.is_none() && !line.known),
    );
    let written = !dry_run && bad == 0;
    if written {
        let new: Vec<&PlannedEvent> = events.iter().filter(|event| !event.line.known).collect();
        call.work.add_total(new.len());
        for event in new {
            ticket::raise_ticket(call, tx, &event.open)?;
            call.work.finish_part()?;
        }
    }
    Ok(PlanImported {
        lines: events.into_iter().map(|event| event.line).collect(),
        added,
        known,
        bad,
        written,
    })
}

/// What stands in the plan already in the years of the sheet, by community and the day it was first planned for.
fn read_known_events(
    tx: &Tx,
    events: &[PlannedEvent],
) -> Result<std::collections::HashSet<(String, NaiveDate)>, Refusal> {
    let days = events.iter().filter_map(|event| event.line.planned_at);
    let Some((first, last)) = days.clone().min().zip(days.max()) else {
        return Ok(std::collections::HashSet::new());
    };
    // An event can have been moved out of its year and back: a year around is looked at.
    let year = 366 * domain::moment::DAY;
    let rows = tx.list_planned_events(Moment(first.0 - year), Moment(last.0 + year))?;
    let key = |row: TicketRow| match row.more {
        Some(ServiceRow::Community {
            origin: EventOrigin::AnnualPlan,
            first_planned_at: Some(at),
            ..
        }) => Some((row.community, at.local_date())),
        _ => None,
    };
    Ok(rows.into_iter().filter_map(key).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_as_people_write_them() {
        let expected = Moment::parse("2026-03-15T09:30:00+08:00").unwrap();
        for (date, time) in [
            ("2026-03-15", "09:30"),
            ("2026/3/15", "9:30"),
            ("2026年3月15日", "9：30-11：00"),
            ("2026.3.15", "09:30:00"),
            ("2026-03-15 09:30", ""),
        ] {
            assert_eq!(parse_planned_at(date, time).unwrap(), expected, "{date} {time}");
        }
        assert_eq!(parse_planned_at("", "").unwrap_err().code, Code::Required);
        for bad in ["三月十五", "2026-02-30", "15", "1850-01-01"] {
            assert!(parse_planned_at(bad, "").is_err(), "{bad}");
        }
    }
}
