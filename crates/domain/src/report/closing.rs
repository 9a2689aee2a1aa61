//! 封账: a month whose figures stay as they were reported. What is typed later and counts in it is 补报: it stands in the report
//! of the next month, and every difference can be followed to its ticket.
//!
//! Deliberately absent: storage; who may.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{
    Code, Moment, Refusal, TicketRow,
    moment::Month,
    month_closing::{LateFigure, LateMonth, MonthClosing, ReportedFigure},
    report::{
        CountingPeriod, DEFINITIONS, Figure, FigureCode, FigureUnit, Report, definition::FigureDefinition,
    },
};

/// How many months back 补报 is looked for.
pub const BACK: usize = 12;

impl MonthClosing {
    /// The figures in the order of [`DEFINITIONS`]; none where one is younger than the closing, which is not the same as 0.
    #[must_use]
    pub fn reported_figures(&self) -> Vec<Option<Figure>> {
        let of = |definition: &FigureDefinition| {
            let kept = self.figures.iter().find(|kept| kept.code == definition.code);
            kept.map(|kept| kept.is)
        };
        DEFINITIONS.iter().map(of).collect()
    }

    /// The same; `counted` stands in for a figure that is younger than the closing.
    #[must_use]
    pub fn reported_figures_or(&self, counted: &[Figure]) -> Vec<Figure> {
        let kept = self.reported_figures().into_iter().enumerate();
        let counted = |place: usize| counted.get(place).copied().unwrap_or_default();
        kept.map(|(place, kept)| kept.unwrap_or_else(|| counted(place)))
            .collect()
    }
}

/// What a ticket adds to a figure of a closed month now, against what it added then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct LateDifference {
    pub code: FigureCode,
    /// Then; nothing if it did not count.
    pub was: Option<Figure>,
    pub is: Option<Figure>,
    /// The figure's name.
    pub zh: String,
    /// The former in words.
    pub was_text: String,
    /// The latter in words.
    pub is_text: String,
}

/// What closing keeps of a report.
#[must_use]
pub fn build_closing(report: &Report, rows: &[TicketRow]) -> MonthClosing {
    let figures = report.figures.iter().map(|line| ReportedFigure {
        code: line.code,
        is: line.is,
        before: line.before,
        last_year: line.last_year,
    });
    MonthClosing {
        figures: figures.collect(),
        tickets: rows.iter().map(|row| (row.id, row.version)).collect(),
        late: report.late.clone(),
        mended: Vec::new(),
    }
}

/// Whether a month may be closed.
///
/// # Errors
/// `month_not_over`, `month_closed` at `month`.
pub fn may_close(month: Month, now: Moment, closed: bool) -> Result<(), Refusal> {
    if now < month.month_bounds().1 {
        return Err(Refusal::at_field(Code::MonthNotOver, "month"));
    }
    if closed {
        return Err(Refusal::at_field(Code::MonthClosed, "month"));
    }
    Ok(())
}

/// What one ticket changes in a closed month: `was` is it as it stood at the closing, `is` as it stands now.
#[must_use]
pub fn list_differences(
    was: Option<&TicketRow>,
    is: Option<&TicketRow>,
    period: &CountingPeriod,
) -> Vec<LateDifference> {
    let difference = |definition: &FigureDefinition| {
        let of = |row: Option<&TicketRow>| row.and_then(|row| (definition.counts)(row, period));
        let (was, is) = (of(was), of(is));
        (was != is).then_some(LateDifference {
            code: definition.code,
            zh: definition.code.zh().to_owned(),
            was_text: describe_contribution(definition, was),
            is_text: describe_contribution(definition, is),
            was,
            is,
        })
    };
    DEFINITIONS.iter().filter_map(difference).collect()
}

/// What one ticket adds to a figure, in words.
fn describe_contribution(definition: &FigureDefinition, adds: Option<Figure>) -> String {
    match adds {
        None => "不计".to_owned(),
        Some(figure) if definition.unit == FigureUnit::Rate => format_fraction(figure),
        Some(figure) => figure.format_value(definition.unit),
    }
}

/// `3 ÷ 4`: a rate may stay the same to a tenth although both of its parts moved.
fn format_fraction(figure: Figure) -> String {
    format!("{} ÷ {}", figure.numerator, figure.denominator)
}

/// As a report prints it.
fn format_reported_figure(figure: Figure, unit: FigureUnit) -> String {
    let text = figure.format_value(unit);
    match unit {
        FigureUnit::Rate => format!("{text}（{}）", format_fraction(figure)),
        _ => text,
    }
}

/// The figures of a closed month that later facts move, against what was reported last.
///
/// `reported`: figures of its own closing, replaced by those of later reports that showed them as 补报. `told_later`: where a
/// report after this one begins to tell; what lies beyond is told there, and not here too.
#[must_use]
pub fn build_late_month(
    month: Month,
    closing: &MonthClosing,
    reported: &BTreeMap<FigureCode, Figure>,
    told_later: &BTreeMap<FigureCode, Figure>,
    differences: &[LateDifference],
) -> Option<LateMonth> {
    let figures: Vec<LateFigure> = closing
        .figures
        .iter()
        .filter_map(|kept| {
            let mut is = kept.is;
            for one in differences.iter().filter(|one| one.code == kept.code) {
                let (was, now) = (one.was.unwrap_or_default(), one.is.unwrap_or_default());
                is.numerator += now.numerator - was.numerator;
                is.denominator += now.denominator - was.denominator;
            }
            let is = told_later.get(&kept.code).copied().unwrap_or(is);
            let was = reported.get(&kept.code).copied().unwrap_or(kept.is);
            let unit = DEFINITIONS
                .iter()
                .find(|it| it.code == kept.code)
                .map_or(FigureUnit::Count, |it| it.unit);
            (is != was).then(|| LateFigure {
                code: kept.code,
                zh: kept.code.zh().to_owned(),
                was_text: format_reported_figure(was, unit),
                is_text: format_reported_figure(is, unit),
                was,
                is,
            })
        })
        .collect();
    (!figures.is_empty()).then(|| LateMonth {
        month: month.to_string(),
        figures,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::month_closing::MonthFact;

    const fn figure(numerator: i64, denominator: i64) -> Figure {
        Figure {
            numerator,
            denominator,
        }
    }

    fn closed() -> MonthClosing {
        let kept = |code, is| ReportedFigure {
            code,
            is,
            before: Some(Figure::default()),
            last_year: None,
        };
        MonthClosing {
            figures: vec![
                kept(FigureCode::Received, figure(7, 7)),
                kept(FigureCode::SignRate, figure(3, 4)),
            ],
            tickets: Vec::new(),
            late: Vec::new(),
            mended: Vec::new(),
        }
    }

    fn october() -> Month {
        Month::parse("2026-10").unwrap()
    }

    #[test]
    fn a_month_is_closed_once_and_when_it_is_over() {
        let over = october().month_bounds().1;
        assert!(may_close(october(), over, false).is_ok());
        let early = may_close(october(), Moment(over.0 - 1), false).unwrap_err();
        assert_eq!(
            (early.code, early.field.as_deref()),
            (Code::MonthNotOver, Some("month"))
        );
        assert_eq!(
            may_close(october(), over, true).unwrap_err().code,
            Code::MonthClosed
        );
    }

    #[test]
    fn a_fact_is_read_as_it_was_written_and_with_no_other_fields() {
        let facts = [
            MonthFact::Closed(closed()),
            MonthFact::Reopened {
                reason: "漏报两单".to_owned(),
            },
        ];
        for fact in facts {
            let text = serde_json::to_string(&fact).unwrap();
            assert_eq!(serde_json::from_str::<MonthFact>(&text).unwrap(), fact);
        }
        let refused = [
            r#"{"fact":"closed"}"#,
            r#"{"fact":"reopened"}"#,
            r#"{"fact":"reopened","reason":"","late":[]}"#,
            r#"{"fact":"reopened","reason":"","other":1}"#,
            r#"{"fact":"closed","figures":[],"tickets":[],"late":[],"reason":""}"#,
        ];
        for text in refused {
            assert!(serde_json::from_str::<MonthFact>(text).is_err(), "{text}");
        }
    }

    #[test]
    fn what_comes_later_is_told_once() {
        let one = |code, was, is| LateDifference {
            code,
            was,
            is,
            zh: String::new(),
            was_text: String::new(),
            is_text: String::new(),
        };
        let later = [
            one(FigureCode::Received, None, Some(figure(1, 1))),
            one(FigureCode::SignRate, Some(figure(0, 1)), Some(figure(1, 1))),
        ];
        let none = BTreeMap::new();
        let told = build_late_month(october(), &closed(), &none, &none, &later).unwrap();
        assert_eq!(told.month, "2026-10");
        let figures: Vec<(Figure, Figure)> = told.figures.iter().map(|it| (it.was, it.is)).collect();
        assert_eq!(
            figures,
            [(figure(7, 7), figure(8, 8)), (figure(3, 4), figure(4, 4))]
        );
        let texts: Vec<&str> = told.figures.iter().map(|it| it.is_text.as_str()).collect();
        assert_eq!(texts, ["8", "100.0%（4 ÷ 4）"]);
        let reported = told.figures.iter().map(|it| (it.code, it.is)).collect();
        assert_eq!(
            build_late_month(october(), &closed(), &reported, &none, &later),
            None,
            "the next report told it"
        );
        let more = [&later[..], &[one(FigureCode::Received, None, Some(figure(1, 1)))]].concat();
        let beyond = BTreeMap::from([(FigureCode::Received, figure(8, 8))]);
        assert_eq!(
            build_late_month(october(), &closed(), &reported, &beyond, &more),
            None,
            "a later report tells it already"
        );
        let told = build_late_month(october(), &closed(), &reported, &none, &more).unwrap();
        assert_eq!(
            (told.figures[0].was, told.figures[0].is),
            (figure(8, 8), figure(9, 9))
        );
        assert_eq!(told.figures.len(), 1);
    }
}
