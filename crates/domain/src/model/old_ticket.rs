//! 旧工单: what the office kept before this program, from its own sheets. Each is one fact that nobody goes on with: it can be
//! read and counts nowhere.
//!
//! Deliberately absent: clocks, steps, corrections. A wrong one stays what the old ledger said.

pub mod column;
pub mod line;
mod when;

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{Moment, Refusal, check, erasure::GONE, service::ServiceKind};

/// Most characters of an old number.
const NUMBER: usize = 50;
const PHONES: i64 = 5;

/// An old ticket, as the office's sheet told it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OldTicket {
    /// The ledger it comes from; two of them may number alike.
    pub ledger: String,
    /// 旧编号; a ledger has one of a number.
    pub number: String,
    /// When it was reported; at midnight where the sheet tells the day alone.
    pub reported_at: Moment,
    /// Which of the six services it was, if that is known.
    pub service: Option<ServiceKind>,
    /// What the sheet calls its kind, if that is none of the six.
    pub category: String,
    /// The household, if it was known when this was imported.
    #[ts(type = "number | null")]
    pub customer: Option<i64>,
    /// 户号.
    pub account_number: String,
    /// Who reported it.
    pub name: String,
    pub phones: Vec<String>,
    pub address: String,
    /// What was reported.
    pub description: String,
    /// What came of it.
    pub result: String,
    /// When it was done, if the sheet says so; at midnight where it tells the day alone.
    pub finished_at: Option<Moment>,
    pub handler: String,
}

impl OldTicket {
    /// Bounds of every text, at the codes of their columns.
    ///
    /// # Errors
    /// `required`, `too_long`, `bad_text`, `bad_phone`, `out_of_range`.
    fn check_old_ticket(&self) -> Result<(), Refusal> {
        check::check_text("old_number", &self.number, NUMBER)?;
        check::check_optional_text("category", &self.category, check::NAME)?;
        check::check_optional_text("account_number", &self.account_number, 30)?;
        check::check_optional_text("name", &self.name, check::NAME)?;
        check::check_optional_text("address", &self.address, check::LINE)?;
        check::check_optional_text("description", &self.description, check::TEXT)?;
        check::check_optional_text("result", &self.result, check::TEXT)?;
        check::check_optional_text("handler", &self.handler, check::LINE)?;
        let phones = i64::try_from(self.phones.len()).unwrap_or(i64::MAX);
        check::check_range("phones", phones, 0, PHONES)?;
        self.phones
            .iter()
            .try_for_each(|phone| check::check_phone("phones", phone))
    }

    /// When it was over, as far as anybody knows: from then on it is kept for so many years.
    #[must_use]
    pub fn ended_at(&self) -> Moment {
        self.finished_at.unwrap_or(self.reported_at)
    }

    /// Whether anything stands in it that says something about a person.
    #[must_use]
    pub fn is_personal(&self) -> bool {
        let texts = [
            &self.category,
            &self.account_number,
            &self.name,
            &self.address,
            &self.description,
            &self.result,
            &self.handler,
        ];
        let said = |text: &String| !text.is_empty() && text != GONE;
        self.customer.is_some() || texts.into_iter().chain(&self.phones).any(said)
    }

    /// Whether another one says the same, whichever household each is put to.
    #[must_use]
    pub fn has_same_content(&self, other: &Self) -> bool {
        let of = |ticket: &Self| Self {
            customer: None,
            ..ticket.clone()
        };
        of(self) == of(other)
    }
}

/// The first moment of 1980: nothing in a sheet is older.
fn earliest_moment() -> Moment {
    Moment::start_of_day(NaiveDate::from_ymd_opt(1980, 1, 1).unwrap_or_default())
}

/// The service that a sheet's word for it means; only words that can mean nothing else.
fn parse_service(word: &str) -> Option<ServiceKind> {
    let word: String = word.split_whitespace().collect();
    let known = match word.as_str() {
        "提醒" | "用户提醒" => Some(ServiceKind::Reminder),
        "检漏" | "漏水检测" | "测漏" => Some(ServiceKind::LeakDetection),
        "水质" | "水质检测" | "水质检验" => Some(ServiceKind::WaterQuality),
        "室内维修" | "户内维修" | "表后维修" => Some(ServiceKind::Repair),
        "进社区" | "社区服务" => Some(ServiceKind::Community),
        "送水" => Some(ServiceKind::EmergencyWater),
        _ => None,
    };
    known.or_else(|| ServiceKind::ALL.iter().copied().find(|kind| kind.zh() == word))
}
