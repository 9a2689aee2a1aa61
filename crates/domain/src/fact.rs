//! Facts: what the journal holds. A fact is decided by pure code, written once, and never changed.
//!
//! Its JSON is a promise to every later version of this program: fields may be added with a default, none may
//! be renamed or removed. `FORMAT` counts the generations.

use serde::{Deserialize, Serialize};

use crate::{
    Moment,
    acknowledgement::Record,
    attachment::Attachment,
    calendar::Calendar,
    customer::Customer,
    person::Role,
    service::repair,
    settings::Settings,
    ticket::{Open, Terms},
};

/// The generation of fact JSON this program writes.
pub const FORMAT: u32 = 1;

/// Something that happened to a ticket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "fact", rename_all = "snake_case")]
pub enum TicketFact {
    /// The report was taken and the form raised.
    Opened {
        /// The ticket's id in this file.
        id: i64,
        /// Its number.
        number: String,
        /// What was reported.
        open: Box<Open>,
        /// Limits and calendar verdict in force at that moment.
        terms: Terms,
    },
    /// 安排 (4.3⑶).
    Arranged(repair::Arrangement),
    /// 转派 (4.3⑴).
    HandedOver(repair::HandOver),
    /// 派工 (4.1).
    Assigned(repair::Assignment),
    /// 改派.
    Reassigned(repair::Assignment),
    /// 预约.
    Appointed(repair::Appointment),
    /// 到场.
    Arrived(repair::Plain),
    /// 维修完成.
    Finished(repair::Work),
    /// 签字确认 or 拒签.
    Acknowledged(Box<Record>),
    /// 回复.
    Replied(repair::Reply),
    /// 工时核定.
    HoursVerified(repair::VerifiedHours),
    /// 回访.
    FollowedUp(repair::FollowUp),
    /// 办结.
    Closed(repair::Plain),
    /// 退单.
    Returned(repair::Because),
    /// 催办.
    Urged(repair::Urge),
    /// 督办.
    Supervised(repair::Urge),
    /// 延时申请.
    ExtensionAsked(repair::ExtensionRequest),
    /// 延时批准.
    ExtensionApproved(repair::Plain),
    /// 延时不批准.
    ExtensionRefused(repair::Because),
    /// 安排关阀 (4.3⑷).
    ValveOrdered(repair::ValveOrder),
    /// 关阀人员到场.
    ValveArrived(repair::ValveStep),
    /// 阀门已关.
    ValveShut(repair::ValveStep),
    /// 取消关阀.
    ValveDropped(repair::ValveStep),
    /// 转表前维修 (4).
    PassedOn(repair::Because),
    /// 作废.
    Cancelled(repair::Because),
    /// 并入原单.
    Merged {
        /// The original's id.
        into: i64,
        /// The original's number.
        number: String,
    },
    /// A duplicate was merged into this one.
    DuplicateJoined {
        /// The duplicate's id.
        from: i64,
        /// The duplicate's number.
        number: String,
    },
    /// 备注.
    Noted(repair::Plain),
    /// 附件.
    Attached(Attachment),
    /// A violation was reported (2.5, 5.3).
    ViolationRecorded(repair::Urge),
    /// A manager closed it.
    ViolationClosed(repair::Because),
}

/// Something that happened to a person's account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "fact", rename_all = "snake_case")]
pub enum PersonFact {
    /// Somebody can sign in.
    Added {
        /// Id in this file.
        id: i64,
        /// Name.
        name: String,
        /// Roles.
        roles: Vec<Role>,
        /// Password hash, PHC string of argon2id.
        password: String,
    },
    /// Roles or activity changed.
    Changed {
        /// Roles.
        roles: Vec<Role>,
        /// May sign in.
        active: bool,
    },
    /// A new password.
    PasswordSet {
        /// PHC string.
        password: String,
    },
    /// Signed in.
    SignedIn {},
    /// A wrong password.
    SignInFailed {},
}

/// Everything the journal can hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "on", content = "what", rename_all = "snake_case")]
pub enum Fact {
    /// A ticket's.
    Ticket(TicketFact),
    /// A person's.
    Person(PersonFact),
    /// A batch of households, added or changed by account number.
    Customers {
        /// The households as they are now.
        customers: Vec<Customer>,
        /// Where they came from: `手工登记`, a file's name.
        source: String,
    },
    /// The settings as they are now.
    Settings(Box<Settings>),
    /// The calendar as it is now.
    Calendar(Box<Calendar>),
    /// The file was made.
    Founded {
        /// Whether everything in it is demo data, and every page must say so.
        demo: bool,
    },
}

/// A fact in its place in the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Place in the whole journal, from 1 without gaps.
    pub seq: i64,
    /// What it belongs to: `ticket/12`, `person/1`, `customers`, `settings`, `calendar`, `file`.
    pub stream: String,
    /// Place in its stream, from 1.
    pub version: i64,
    /// What happened.
    pub fact: Fact,
    /// Who did it, by name; the field teams have no account.
    pub performed_by: String,
    /// Id of the person who typed it; 0 is the program itself.
    pub recorded_by: i64,
    /// That person's name then.
    pub recorder: String,
    /// When it happened.
    pub happened_at: Moment,
    /// When it was typed.
    pub recorded_at: Moment,
}

impl Entry {
    /// The id in its stream's name: a ticket's, a person's; none for `customers`, `settings` and the like.
    #[must_use]
    pub fn id(&self) -> Option<i64> {
        self.stream.split_once('/')?.1.parse().ok()
    }
}
