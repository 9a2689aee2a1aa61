//! Facts: what the journal holds. A fact is decided by pure code, written once, and never changed.
//!
//! Its JSON is a promise to every later version of this program: fields may be added with a default, none may
//! be renamed or removed. `FORMAT` counts the generations.

use serde::{Deserialize, Serialize};

use crate::{
    Moment,
    acknowledgement::AcknowledgementRecord,
    attachment::Attachment,
    calendar::WorkingCalendar,
    certificate::CertificateRegistration,
    confirmation::KeyConfirmation,
    customer::Customer,
    erasure::Erasure,
    key::KeyAnnouncement,
    moment::Month,
    month_closing::MonthFact,
    old_ticket::OldTicket,
    person::Role,
    report_section::ReportTemplate,
    service::{
        community, emergency_water, leak_detection, reminder, repair,
        step::{self, StepKind},
        water_quality,
    },
    settings::Settings,
    standard::WaterStandard,
    ticket::{TicketIntake, TicketLink, TicketTerms},
};

/// The generation of fact JSON this program writes.
pub const FORMAT: u32 = 1;

macro_rules! define_ticket_facts {
    ($($kind:ident $code:literal = $title:literal: {
        $(details: $details:ty,)? $(input: ($($input:ty),+),)? $(fact: $fact:ident($content:ty),)?
        command: $command:literal, roles: $roles:expr, clause: $clause:literal,
        follows: $follows:ident, time: $time:ident, withdrawable: $withdrawable:literal, exit: $exit:literal,
    })+) => {
        /// Something that happened to a ticket: the facts of the steps, and what no step of its own says.
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(tag = "fact", rename_all = "snake_case")]
        pub enum TicketFact {
            /// The report was taken and the form raised.
            Opened {
                /// The ticket's id in this file.
                id: i64,
                number: String,
                /// What was reported.
                open: Box<TicketIntake>,
                /// Limits and calendar verdict in force at that moment.
                terms: TicketTerms,
                /// The ticket it was opened from.
                #[serde(default, skip_serializing_if = "Option::is_none")]
                from: Option<TicketLink>,
            },
            $($(#[doc = $title] $fact($content),)?)+
            /// 并入原单.
            Merged {
                /// The original's id.
                into: i64,
                number: String,
            },
            /// A duplicate was merged into this one.
            DuplicateJoined {
                /// The duplicate's id.
                from: i64,
                number: String,
            },
            /// 到期清除: what was personal in the facts before is gone.
            Erased(Erasure),
            /// 撤回: the step right before was a slip; the ticket stands as if it had not been taken. Both lines stay.
            Withdrawn {
                /// The place of the step on this ticket.
                version: i64,
                /// What it was, in words.
                title: String,
            },
        }

        impl TicketFact {
            /// The step it came from; 更正签字 and 签字确认 have one fact.
            #[must_use]
            pub const fn step_kind(&self) -> Option<StepKind> {
                match self {
                    $($(Self::$fact(_) => Some(StepKind::$kind),)?)+
                    Self::Merged { .. } => Some(StepKind::Merge),
                    Self::Opened { .. } | Self::DuplicateJoined { .. } | Self::Erased(_) | Self::Withdrawn { .. } => None,
                }
            }
        }
    };
}

crate::for_each_step!(define_ticket_facts);

/// Something that happened to a person's account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "fact", rename_all = "snake_case")]
pub enum PersonFact {
    /// Somebody can sign in.
    Added {
        /// Id in this file.
        id: i64,
        name: String,
        roles: Vec<Role>,
        /// Password hash, PHC string of argon2id.
        password: String,
    },
    /// Roles or activity changed.
    Changed {
        roles: Vec<Role>,
        /// May sign in.
        active: bool,
    },
    PasswordSet {
        password: String,
    },
    SignedIn {},
    /// A wrong password.
    SignInFailed {},
}

/// Something that happened to a page of signed paper that came back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "fact", rename_all = "snake_case")]
pub enum ScanFact {
    /// It lies in the tray.
    Kept {
        /// Its id: its place in the stream.
        id: i64,
        /// The page.
        file: Attachment,
        /// What its code says; may be empty.
        code: String,
    },
    /// It was taken out.
    Gone {
        id: i64,
        /// The ticket it was put on, by number; empty if it was thrown away.
        number: String,
    },
    /// Pages that were taken out long ago are gone for good.
    Erased(Erasure),
}

/// Something that happened to an old ticket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "fact", rename_all = "snake_case")]
pub enum OldTicketFact {
    /// It was taken over from a sheet of the office.
    Filed(Box<OldTicket>),
    /// What was personal in some that were over long ago is gone.
    Erased(Erasure),
}

/// Everything the journal can hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "on", content = "what", rename_all = "snake_case")]
pub enum Fact {
    Ticket(TicketFact),
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
    Calendar(Box<WorkingCalendar>),
    /// The standard of drinking water as it is now (3).
    Standard(Box<WaterStandard>),
    /// A key was taken into use.
    KeyAnnounced(Box<KeyAnnouncement>),
    /// A key was given out under a passphrase: whoever has both can seal what they like.
    KeyExported {
        key: String,
    },
    /// A company's certificate was taken into use or put away.
    Certificate(Box<CertificateRegistration>),
    Month(MonthFact),
    /// The templates of the printed report as they are now.
    Templates(Vec<ReportTemplate>),
    /// The company's own logo as it is now; none is the program's mark.
    Logo(Option<Attachment>),
    /// A scanned page's.
    Scan(ScanFact),
    OldTicket(OldTicketFact),
    /// Somebody who is shown less of phones and addresses was shown those of a ticket.
    Revealed {
        ticket: i64,
        number: String,
    },
    /// An administrator compared the installation's key with its sheet.
    Confirmation(Box<KeyConfirmation>),
    /// The file was made.
    Founded {
        /// Whether everything in it is demo data, and every page must say so.
        demo: bool,
    },
}

/// A fact in its place in the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JournalEntry {
    /// Place in the whole journal, from 1 without gaps.
    pub seq: i64,
    /// What it belongs to: `ticket/12`, `person/1`, `customers`, `settings`, `calendar`,
    /// `standard`, `template`, `logo`, `month/2026-10`, `key`, `key_export`, `confirmation`, `certificate`, `scan`, `old_ticket`, `reveal`, `file`.
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
    pub happened_at: Moment,
    /// When it was typed.
    pub recorded_at: Moment,
}

impl Fact {
    /// Whether a line that says this may be written into a stream: each kind has its own. One in another is nobody's, and the check names it.
    #[must_use]
    pub fn belongs_in(&self, stream: &str) -> bool {
        let (kind, of_one) = match self {
            Self::Ticket(_) => ("ticket", true),
            Self::Person(_) => ("person", true),
            Self::Month(_) => ("month", true),
            Self::Customers { .. } => ("customers", false),
            Self::Settings(_) => ("settings", false),
            Self::Calendar(_) => ("calendar", false),
            Self::Standard(_) => ("standard", false),
            Self::KeyAnnounced(_) => ("key", false),
            Self::KeyExported { .. } => ("key_export", false),
            Self::Certificate(_) => ("certificate", false),
            Self::Templates(_) => ("template", false),
            Self::Logo(_) => ("logo", false),
            Self::Scan(_) => ("scan", false),
            Self::OldTicket(_) => ("old_ticket", false),
            Self::Revealed { .. } => ("reveal", false),
            Self::Confirmation(_) => ("confirmation", false),
            Self::Founded { .. } => ("file", false),
        };
        let Some(rest) = stream.strip_prefix(kind) else {
            return false;
        };
        let is_number = |text: &str| {
            text.parse::<i64>()
                .is_ok_and(|id| id > 0 && id.to_string() == text)
        };
        match (rest.strip_prefix('/'), kind) {
            (Some(month), "month") => Month::parse(month).is_some_and(|is| is.to_string() == month),
            (Some(id), _) => of_one && is_number(id),
            (None, _) => !of_one && rest.is_empty(),
        }
    }

    /// Whether the fact gives somebody power or decides what counts: its line is signed by the installation's key, so that
    /// whoever can write to the file alone cannot add one.
    #[must_use]
    pub const fn is_governing(&self) -> bool {
        match self {
            Self::Person(fact) => fact.is_governing(),
            Self::Settings(_)
            | Self::Calendar(_)
            | Self::Standard(_)
            | Self::KeyAnnounced(_)
            | Self::Certificate(_)
            | Self::Confirmation(_)
            | Self::Month(_) => true,
            _ => self.as_erasure().is_some(),
        }
    }
}

impl PersonFact {
    /// Whether it changes who may do what. Signing in does not.
    #[must_use]
    pub const fn is_governing(&self) -> bool {
        match self {
            Self::Added { .. } | Self::Changed { .. } | Self::PasswordSet { .. } => true,
            Self::SignedIn {} | Self::SignInFailed {} => false,
        }
    }
}

impl JournalEntry {
    /// The id in its stream's name: a ticket's, a person's; none for `customers`, `settings` and the like.
    #[must_use]
    pub fn stream_id(&self) -> Option<i64> {
        self.stream.split_once('/')?.1.parse().ok()
    }
}
