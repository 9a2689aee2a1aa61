//! A line of the office's sheet as an old ticket, or why it cannot be one.

use super::{OldTicket, earliest_moment, parse_service, when::parse_cell_time};
use crate::{
    Moment,
    sheet::{
        SheetField,
        line::{LineContact, SheetLineFault, SheetLineProblem, SheetLineReader},
        phones,
    },
};

/// What a line says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OldTicketLine {
    /// The ticket, put to no household yet.
    pub ticket: OldTicket,
    /// The phones that stood inside another text, and the text.
    pub inside: Option<(String, Vec<String>)>,
}

impl OldTicketLine {
    /// The line of these cells, in a sheet of this ledger.
    ///
    /// # Errors
    /// What is missing or out of bounds.
    pub fn from_cells(
        reading: &SheetLineReader,
        cells: &[String],
        ledger: &str,
        now: Moment,
    ) -> Result<Self, SheetLineProblem> {
        let first = |field| reading.read_first_cell(cells, field);
        let missing = |field| SheetLineProblem::new(field, SheetLineFault::Missing, "");
        let number = phones::fold_cell_text(&first(SheetField::OldNumber)?);
        if number.is_empty() {
            return Err(missing(SheetField::OldNumber));
        }
        let reported_at = read_time(reading, cells, SheetField::ReportedAt, now)?
            .ok_or_else(|| missing(SheetField::ReportedAt))?;
        let finished_at = read_time(reading, cells, SheetField::FinishedAt, now)?;
        if finished_at.is_some_and(|finished| is_before_report(finished, reported_at)) {
            let said = first(SheetField::FinishedAt)?;
            return Err(SheetLineProblem::new(
                SheetField::FinishedAt,
                SheetLineFault::BeforeReport,
                &said,
            ));
        }
        let description = first(SheetField::Description)?;
        let named = read_ticket_contact(reading, cells, &description)?;
        let category = first(SheetField::Category)?;
        let service = parse_service(&category);
        let ticket = OldTicket {
            ledger: ledger.to_owned(),
            number,
            reported_at,
            service,
            category: if service.is_some() {
                String::new()
            } else {
                category
            },
            customer: None,
            account_number: phones::fold_cell_text(&first(SheetField::AccountNumber)?),
            name: named.name,
            phones: named.phones,
            address: reading.read_cells(cells, SheetField::Address)?.join(" "),
            description,
            result: first(SheetField::Result)?,
            finished_at,
            handler: first(SheetField::Handler)?,
        };
        ticket
            .check_old_ticket()
            .map_err(|refusal| SheetLineProblem::from_refusal(&refusal))?;
        Ok(Self {
            ticket,
            inside: named.inside,
        })
    }
}

/// Name and phones; those in what was reported are taken as well, and the text stays as it is.
fn read_ticket_contact(
    reading: &SheetLineReader,
    cells: &[String],
    description: &str,
) -> Result<LineContact, SheetLineProblem> {
    let mut named = reading.read_contact(cells)?;
    if reading.inside {
        let mut found = phones::split_text_cell(description).phones;
        found.retain(|phone| !named.phones.contains(phone));
        if !found.is_empty() {
            named.add_phones(description, found, true);
        }
    }
    Ok(named)
}

fn read_time(
    reading: &SheetLineReader,
    cells: &[String],
    field: SheetField,
    now: Moment,
) -> Result<Option<Moment>, SheetLineProblem> {
    let said = reading.read_first_cell(cells, field)?;
    if said.is_empty() {
        return Ok(None);
    }
    let fault = |fault| SheetLineProblem::new(field, fault, &said);
    let at = parse_cell_time(&said).ok_or_else(|| fault(SheetLineFault::BadTime))?;
    if at > now {
        return Err(fault(SheetLineFault::Future));
    }
    if at < earliest_moment() {
        return Err(fault(SheetLineFault::TooEarly));
    }
    Ok(Some(at))
}

/// Whether something was done before it was reported; of a day alone nobody knows the hour.
fn is_before_report(finished: Moment, reported: Moment) -> bool {
    finished < reported && (finished.time_of_day() != 0 || finished.local_date() < reported.local_date())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::service::ServiceKind;
    use SheetField::{
        AccountNumber, Address, Category, Description, FinishedAt, Handler, Name, OldNumber, Phones,
        ReportedAt, Result as Outcome,
    };

    const COLUMNS: &[Option<SheetField>] = &[
        Some(OldNumber),
        Some(ReportedAt),
        Some(Category),
        Some(AccountNumber),
        Some(Name),
        Some(Phones),
        Some(Address),
        Some(Description),
        Some(Outcome),
        Some(FinishedAt),
        Some(Handler),
        None,
    ];

    fn at(text: &str) -> Moment {
        parse_cell_time(text).unwrap()
    }

    fn read(cells: &[&str], inside: bool) -> Result<OldTicketLine, SheetLineProblem> {
        let cells: Vec<String> = cells.iter().map(ToString::to_string).collect();
        let reading = SheetLineReader {
            columns: COLUMNS,
            inside,
        };
        OldTicketLine::from_cells(&reading, &cells, "旧台账", at("2026-11-24 09:00"))
    }

    #[test]
    fn a_line_becomes_an_old_ticket() {
        let line = read(
            &[
                "ＷＸ-0001",
                "2023/5/6 8:30",
                "义务 维修",
                "88001234",
                "示例\n用户",
                "12099887766",
                "演示新村 7 号楼",
                "厨房漏水\n水表一直在转",
                "已更换角阀",
                "2023年5月6日",
                "室内维修队",
                "随便",
            ],
            true,
        )
        .unwrap();
        let ticket = line.ticket;
        assert_eq!(
            (ticket.number.as_str(), ticket.ledger.as_str()),
            ("WX-0001", "旧台账")
        );
        assert_eq!(
            (ticket.service, ticket.category.as_str()),
            (Some(ServiceKind::Repair), "")
        );
        assert_eq!(ticket.reported_at, at("2023-05-06 08:30"));
        assert_eq!(
            ticket.finished_at,
            Some(at("2023-05-06")),
            "the day of the report is not before it"
        );
        assert_eq!(
            (ticket.name.as_str(), ticket.phones),
            ("示例 用户", vec!["12099887766".to_owned()])
        );
        assert_eq!(ticket.description, "厨房漏水\n水表一直在转");
        assert_eq!((ticket.customer, line.inside), (None, None));
    }

    #[test]
    fn a_kind_that_is_none_of_the_six_stays_as_it_is_called() {
        let ticket = read(&["1", "2023-05-06", "爆管抢修"], true).unwrap().ticket;
        assert_eq!((ticket.service, ticket.category.as_str()), (None, "爆管抢修"));
        for (word, kind) in [
            ("义务检漏", ServiceKind::LeakDetection),
            ("送水", ServiceKind::EmergencyWater),
        ] {
            assert_eq!(parse_service(word), Some(kind));
        }
        assert_eq!(parse_service("维修"), None, "that may be before the meter");
    }

    #[test]
    fn phones_in_what_was_reported_are_offered() {
        let cells = [
            "1",
            "2023-05-06",
            "",
            "",
            "",
            "",
            "",
            "漏水，联系张先生 13800000000",
        ];
        let line = read(&cells, true).unwrap();
        assert_eq!(line.ticket.phones, ["13800000000"]);
        assert_eq!(line.ticket.description, "漏水，联系张先生 13800000000");
        assert_eq!(
            line.inside,
            Some((
                "漏水，联系张先生 13800000000".to_owned(),
                vec!["13800000000".to_owned()]
            ))
        );
        let line = read(&cells, false).unwrap();
        assert_eq!((line.ticket.phones.len(), line.inside), (0, None));
    }

    #[test]
    fn every_fault_names_its_column() {
        let long = "长".repeat(51);
        for (cells, expected) in [
            (vec!["", "2023-05-06"], "旧编号：没有填写"),
            (vec!["1"], "受理时间：没有填写"),
            (
                vec!["1", "上周"],
                "受理时间：不是日期或时间，可写成 2023-05-06 8:30（上周）",
            ),
            (
                vec!["1", "2026-11-24 09:01"],
                "受理时间：时间还没有到（2026-11-24 09:01）",
            ),
            (vec!["1", "1979-12-31"], "受理时间：早于 1980 年（1979-12-31）"),
            (
                vec![
                    "1",
                    "2023-05-06 8:30",
                    "",
                    "",
                    "",
                    "",
                    "",
                    "",
                    "",
                    "2023-05-06 8:29",
                ],
                "办结时间：早于受理时间（2023-05-06 8:29）",
            ),
            (
                vec!["1", "2023-05-06", "", "", "", "", "", "", "", "2023-05-05"],
                "办结时间：早于受理时间（2023-05-05）",
            ),
            (
                vec!["1.38E+10", "2023-05-06"],
                "旧编号：长数字被原表改成了科学记数，请改为文本后重填（1.38E+10）",
            ),
            (
                vec!["1", "2023-05-06", "", "", "", "12"],
                "联系电话：不是电话号码，须为 5 至 20 位数字（12）",
            ),
            (vec![long.as_str(), "2023-05-06"], "旧编号：内容太长"),
            (vec!["1", "#N/A"], "受理时间：原表的公式有错误（#N/A）"),
        ] {
            assert_eq!(read(&cells, true).unwrap_err().zh(), expected, "{cells:?}");
        }
        assert!(
            read(&["1", "2026-11-24 09:00"], true).is_ok(),
            "exactly now is past"
        );
        assert!(read(&["1", "1980-01-01"], true).is_ok());
    }
}
