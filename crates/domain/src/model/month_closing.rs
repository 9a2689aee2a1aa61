//! What a closed month keeps: its figures as they were reported, and 补报 of months before.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{
    Moment,
    figure::{Figure, FigureCode},
};

/// Something that happened to a month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "fact", rename_all = "snake_case", try_from = "MonthFactRead")]
pub enum MonthFact {
    Closed(MonthClosing),
    /// It was opened again.
    Reopened {
        reason: String,
    },
}

/// How a [`MonthFact`] is read: serde keeps a tagged enum's content aside until it knows the tag, and a closing holds
/// thousands of tickets, of which a report reads a year's.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MonthFactRead {
    fact: MonthFactTag,
    figures: Option<Vec<ReportedFigure>>,
    tickets: Option<Vec<(i64, i64)>>,
    late: Option<Vec<LateMonth>>,
    mended: Option<Vec<String>>,
    reason: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum MonthFactTag {
    Closed,
    Reopened,
}

impl TryFrom<MonthFactRead> for MonthFact {
    type Error = &'static str;

    fn try_from(read: MonthFactRead) -> Result<Self, Self::Error> {
        match (read.fact, read.figures, read.tickets, read.late, read.reason) {
            (MonthFactTag::Closed, Some(figures), Some(tickets), Some(late), None) => {
                Ok(Self::Closed(MonthClosing {
                    figures,
                    tickets,
                    late,
                    mended: read.mended.unwrap_or_default(),
                }))
            }
            (MonthFactTag::Reopened, None, None, None, Some(reason)) if read.mended.is_none() => {
                Ok(Self::Reopened { reason })
            }
            _ => Err("a month's fact with other fields than its own"),
        }
    }
}

/// What a closed month keeps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MonthClosing {
    /// Every figure as it was reported.
    pub figures: Vec<ReportedFigure>,
    /// The tickets that counted: id, and how many facts it had. In the order of their ids.
    pub tickets: Vec<(i64, i64)>,
    /// 补报 of earlier months as its report showed them.
    pub late: Vec<LateMonth>,
    /// Numbers of the tickets whose row was not what the journal says and was made anew before anything was counted.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub mended: Vec<String>,
}

/// A figure as it was reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReportedFigure {
    pub code: FigureCode,
    /// The month's.
    pub is: Figure,
    /// That of the month before, where it was known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Figure>,
    /// That of the same month last year, where it was known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_year: Option<Figure>,
}

/// Who closed a month, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct ClosingInfo {
    pub at: Moment,
    pub by: String,
}

/// 补报 of a month that was closed earlier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LateMonth {
    /// `2026-10`.
    pub month: String,
    /// The figures it moves.
    pub figures: Vec<LateFigure>,
}

/// A figure that 补报 moves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LateFigure {
    pub code: FigureCode,
    /// Its name.
    pub zh: String,
    /// As it was reported last.
    pub was: Figure,
    /// As it is with what came later.
    pub is: Figure,
    /// The former as printed.
    pub was_text: String,
    /// The latter as printed.
    pub is_text: String,
}
