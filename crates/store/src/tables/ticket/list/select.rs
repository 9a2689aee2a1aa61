//! The statement of a list: its conditions, its order, where a page begins.

use domain::{Moment, Refusal, list::TicketMark, personal::Viewer, ticket::Stage};
use rusqlite::types::Value;

use super::super::todo::build_todo_condition;
use super::{TicketList, TicketOrder, qualified_columns};
use crate::{
    column::ColumnValue,
    page::{self, bad_cursor},
    search::{build_match_expression, build_number_end_expression, restrict_expression},
};

/// In which hour of the week: 1970 began on a Thursday, at 8:00 in China.
pub(super) const WEEK_HOUR: &str = "(received_at / 3600000 + 80) % 168 = ?";

/// A statement with its values, built from conditions.
pub(in crate::tables::ticket) struct TicketSelect {
    pub(super) joins: &'static str,
    pub(in crate::tables::ticket) conditions: Vec<String>,
    pub(super) values: Vec<Value>,
    pub(super) order: &'static str,
}

impl TicketSelect {
    pub(super) fn add_condition(&mut self, condition: &str, value: Value) {
        self.conditions.push(condition.to_owned());
        self.values.push(value);
    }

    /// The statement that counts what is found, up to a number.
    pub(super) fn to_count_sql(&self) -> String {
        format!(
            "SELECT count(*) FROM (SELECT 1 FROM {} WHERE {} LIMIT ?)",
            self.joins,
            self.conditions.join(" AND ")
        )
    }

    pub(super) fn to_select_sql(&self) -> String {
        let conditions = self.conditions.join(" AND ");
        let order = match self.order {
            "" => String::new(),
            order => format!("ORDER BY {order} "),
        };
        format!(
            "SELECT {} FROM {} WHERE {conditions} {order}LIMIT ?",
            qualified_columns(),
            self.joins
        )
    }
}

pub(in crate::tables::ticket) fn build_base_select(joins: &'static str, order: &'static str) -> TicketSelect {
    TicketSelect {
        joins,
        conditions: Vec::new(),
        values: Vec::new(),
        order,
    }
}

/// What was typed into a field; none if nothing was.
pub(super) fn trim_field(field: Option<&str>) -> Option<&str> {
    field.map(str::trim).filter(|text| !text.is_empty())
}

pub(super) fn effective_order(query: &TicketList) -> TicketOrder {
    if trim_field(query.text.as_deref())
        .or(trim_field(query.number.as_deref()))
        .is_some()
    {
        TicketOrder::Newest
    } else {
        query.order.unwrap_or_default()
    }
}

/// Each kind there is may be asked for once; a statement has room for so many values only.
pub(super) fn check_query_bounds(query: &TicketList) -> Result<(), Refusal> {
    use domain::check;
    if let Some(hour) = query.week_hour {
        check::check_range("week_hour", hour, 0, 167)?;
    }
    check::check_count("stages", query.stages.len(), 0, Stage::ALL.len())?;
    check::check_count("marks", query.marks.len(), 0, TicketMark::ALL.len())?;
    for (field, text) in [("text", &query.text), ("number", &query.number)] {
        check::check_optional_text(field, text.as_deref().unwrap_or_default(), check::LINE)?;
    }
    Ok(())
}

/// The statement of a list; none if what was typed holds nothing to look for.
pub(super) fn build_select(
    query: &TicketList,
    viewer: Viewer,
    now: Moment,
) -> Result<Option<TicketSelect>, Refusal> {
    check_query_bounds(query)?;
    let (text, number) = (
        trim_field(query.text.as_deref()),
        trim_field(query.number.as_deref()),
    );
    let sought: Option<Vec<String>> = [
        text.map(build_match_expression),
        number.map(build_number_end_expression),
    ]
    .into_iter()
    .flatten()
    .collect();
    let Some(sought) = sought else {
        return Ok(None);
    };
    let mut select = match (effective_order(query), sought.is_empty()) {
        (_, false) => {
            let mut select = build_base_select(
                "ticket_search CROSS JOIN ticket ON ticket.id = ticket_search.rowid",
                "ticket_search.rowid DESC",
            );
            let sought = restrict_expression(viewer, &sought.join(" AND "));
            select.add_condition("ticket_search MATCH ?", Value::Text(sought));
            select.add_condition(
                "ticket_search.rowid < ?",
                Value::Integer(page::parse_descending_cursor(query.after.as_deref())?),
            );
            select
        }
        (TicketOrder::Newest, true) => {
            let mut select = build_base_select("ticket", "ticket.id DESC");
            select.add_condition(
                "ticket.id < ?",
                Value::Integer(page::parse_descending_cursor(query.after.as_deref())?),
            );
            select
        }
        (TicketOrder::Deadline, true) => {
            let mut select = build_base_select("ticket", "ticket.next_limit, ticket.id");
            let (limit, id) = parse_deadline_cursor(query)?;
            select
                .conditions
                .push("next_limit IS NOT NULL AND (next_limit, id) > (?, ?)".to_owned());
            select.values.extend([Value::Integer(limit), Value::Integer(id)]);
            select
        }
    };
    add_filter_conditions(&mut select, query, now);
    Ok(Some(select))
}

pub(super) fn add_filter_conditions(select: &mut TicketSelect, query: &TicketList, now: Moment) {
    if !query.stages.is_empty() {
        select
            .conditions
            .push(format!("stage IN ({})", vec!["?"; query.stages.len()].join(", ")));
        select
            .values
            .extend(query.stages.iter().map(ColumnValue::to_sql_value));
    }
    let equal = [
        ("service = ?", query.service.map(|word| word.to_sql_value())),
        ("channel = ?", query.channel.map(|word| word.to_sql_value())),
        (
            "first_receiver = ?",
            query.first_receiver.as_ref().map(ColumnValue::to_sql_value),
        ),
        ("area = ?", query.area.map(|word| word.to_sql_value())),
        ("crew = ?", query.crew.as_ref().map(ColumnValue::to_sql_value)),
        (
            "community = ?",
            query.community.as_ref().map(ColumnValue::to_sql_value),
        ),
        ("customer = ?", query.customer.map(Value::Integer)),
        ("received_at >= ?", query.from.map(|at| at.to_sql_value())),
        ("received_at < ?", query.to.map(|at| at.to_sql_value())),
        (WEEK_HOUR, query.week_hour.map(Value::Integer)),
        ("next_limit < ?", query.overdue.then(|| now.to_sql_value())),
        ("fault = ?", query.fault.map(|word| word.to_sql_value())),
        (
            "acknowledged = ?",
            query.acknowledged.map(|word| word.to_sql_value()),
        ),
        ("follow_up = ?", query.follow_up.map(|word| word.to_sql_value())),
        ("next_limit >= ?", query.due_from.map(|at| at.to_sql_value())),
        ("next_limit < ?", query.due_to.map(|at| at.to_sql_value())),
        ("ended_at >= ?", query.ended_from.map(|at| at.to_sql_value())),
        ("ended_at < ?", query.ended_to.map(|at| at.to_sql_value())),
    ];
    for (condition, value) in equal {
        if let Some(value) = value {
            select.add_condition(condition, value);
        }
    }
    if query.only_open {
        select.conditions.push("ticket.open = 1".to_owned());
    }
    for mark in &query.marks {
        let text = condition_of_mark(*mark);
        select.conditions.push(text.to_owned());
        let asks = text.matches('?').count();
        select
            .values
            .extend(std::iter::repeat_n(now.to_sql_value(), asks));
    }
    if let Some(todo) = query.todo {
        select.conditions.push(build_todo_condition(todo));
    }
    if query.unsigned {
        // The stages in which there is something to confirm; a sample only where the customer was there, which its
        // own stage demands already.
        let stages = "(stage IN ('told', 'held') OR
            (stage IN ('to_reply', 'to_close') AND service IN ('repair', 'leak_detection')))";
        select
            .conditions
            .push(format!("ticket.open = 1 AND acknowledged IS NULL AND {stages}"));
    }
}

/// The condition of a mark; every `?` in it is now.
pub(super) const fn condition_of_mark(mark: TicketMark) -> &'static str {
    match mark {
        // As in the overdue list: whatever was not there in time, or was moved after its limit had passed. The ten
        // minutes bind hotline staff (4.3⑴).
        TicketMark::Late => {
            "(broken = 1 OR appointed_late = 1
              OR (channel = 'hotline' AND coalesce(handed_over_at, ended_at, ?) > hand_over_limit)
              OR coalesce(arrived_at, ended_at, ?) > arrival_limit
              OR coalesce(finished_at, ended_at, ?) > total_limit
              OR EXISTS (SELECT 1 FROM json_each(clocks) WHERE value ->> 'broken'
                 OR coalesce(value ->> 'ended_at', ended_at, ?) > value ->> 'limit'))"
        }
        TicketMark::Extended => "extended > 0",
        TicketMark::ExtensionPending => "(ticket.open = 1 AND extension_pending = 1)",
        TicketMark::Returned => "returns > 0",
        TicketMark::Urged => "urges > 0",
        TicketMark::Supervised => "supervisions > 0",
        TicketMark::Violation => "violations <> '[]'",
        TicketMark::Linked => "(links > 0 OR opened_from IS NOT NULL)",
        TicketMark::OffHours => "in_hours = 0",
    }
}

pub(super) fn parse_deadline_cursor(query: &TicketList) -> Result<(i64, i64), Refusal> {
    let Some(after) = query.after.as_deref() else {
        return Ok((i64::MIN, 0));
    };
    let (limit, id) = after.split_once('.').ok_or_else(bad_cursor)?;
    Ok((
        limit.parse().map_err(|_| bad_cursor())?,
        id.parse().map_err(|_| bad_cursor())?,
    ))
}
