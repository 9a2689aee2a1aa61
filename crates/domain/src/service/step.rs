//! The steps people take, and the contents that several services share.
//!
//! A step is defined by its row of `step_table`; what only one service knows, in that service's file; which step is possible where,
//! in its table of moves.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{Moment, Refusal, check};

/// When a step happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepTime {
    /// Elsewhere; it may be typed later.
    EnteredLater,
    /// When it is typed.
    Immediate,
    /// When it is typed, decided by the person who is signed in. An extension may be asked for in the crew's name.
    OwnDecision,
}

/// Not before what a step may have happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FollowedEvent {
    /// The last step on the ticket's main line.
    LastStep,
    /// The report alone.
    Report,
    /// What `decide::times` says.
    OwnRule,
}

macro_rules! define_step_kinds {
    ($($kind:ident $code:literal = $title:literal: {
        $(details: $details:ty,)? $(input: ($($input:ty),+),)? $(fact: $fact:ident($content:ty),)?
        command: $command:literal, roles: $roles:expr, clause: $clause:literal,
        follows: $follows:ident, time: $time:ident, withdrawable: $withdrawable:literal, exit: $exit:literal,
    })+) => {
        crate::words! {
            /// A step somebody can take on a ticket.
            StepKind { $($kind $code = $title),+ }
        }

        impl StepKind {
            /// The command that takes it.
            #[must_use]
            pub const fn command_name(self) -> &'static str {
                match self { $(Self::$kind => $command),+ }
            }

            #[must_use]
            pub const fn step_time(self) -> StepTime {
                match self { $(Self::$kind => StepTime::$time),+ }
            }

            #[must_use]
            pub const fn followed_event(self) -> FollowedEvent {
                match self { $(Self::$kind => FollowedEvent::$follows),+ }
            }

            #[must_use]
            pub const fn is_withdrawable(self) -> bool {
                match self { $(Self::$kind => $withdrawable),+ }
            }

            /// Whether it takes the case off its way.
            #[must_use]
            pub const fn is_exit(self) -> bool {
                match self { $(Self::$kind => $exit),+ }
            }
        }
    };
}

crate::for_each_step!(define_step_kinds);

/// 转派 to 生调部 (4.1, 4.3⑴).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HandOver {
    /// Who took it at 生调部.
    pub taken_by: String,
    /// Anything to say with it.
    #[serde(default)]
    pub note: String,
}

/// 派工 by 总工办 (4.1).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Assignment {
    pub crew: String,
    /// Who goes, by name; may be left to the crew.
    #[serde(default)]
    pub goes: String,
    /// Why another crew, when it is 改派; an instruction otherwise.
    #[serde(default)]
    pub note: String,
}

/// 预约 (4.3⑵ 另行协商时间).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Appointment {
    /// When the crew is to be there.
    pub at: Moment,
    /// Why another time.
    pub reason: String,
    /// Who agreed on the customer's side.
    pub agreed_with: String,
}

crate::words! {
    /// How the reply reached the customer.
    ReplyWay {
        Phone "phone" = "电话",
        OnSite "on_site" = "当面",
        Message "message" = "短信",
    }
}

/// 回复表单 (4.3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CustomerReply {
    /// What the customer was told.
    pub text: String,
    pub told: String,
    pub by: ReplyWay,
}

crate::words! {
    /// What a follow-up call brought.
    FollowUpOutcome {
        Satisfied "satisfied" = "满意",
        Dissatisfied "dissatisfied" = "不满意",
        NotReached "not_reached" = "未接通",
    }
}

/// 回访, with the question of conduct (2.5, 5.3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FollowUp {
    /// What it brought.
    pub outcome: FollowUpOutcome,
    /// Whether anybody took, asked for or bargained for anything (吃拿卡要); asked whenever somebody answered.
    #[serde(default)]
    pub misconduct: Option<bool>,
    /// What the customer said.
    #[serde(default)]
    pub words: String,
}

/// 延时申请 (4.3).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExtensionRequest {
    /// The limit asked for.
    pub until: Moment,
    pub reason: String,
}

/// 催办: the customer asks again.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WordsInput {
    /// What was said.
    pub words: String,
}

/// A step that needs a reason: return, cancel, pass on, refuse.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReasonInput {
    pub reason: String,
}

/// A step that says all by itself, with room for a word.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NoteInput {
    /// Anything to add.
    #[serde(default)]
    pub note: String,
}

/// An extension that was approved, as the journal keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExtensionApproval {
    /// Anything to add.
    #[serde(default)]
    pub note: String,
    /// By a manager, because nobody else of 总工办 had an account then.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub for_office: bool,
}

/// An extension that was refused, as the journal keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExtensionRejection {
    pub reason: String,
    /// By a manager, because nobody else of 总工办 had an account then.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub for_office: bool,
}

crate::words! {
    /// How consent was given (1.3).
    ConsentWay {
        Oral "oral" = "口头",
        Signed "signed" = "签字",
        Phone "phone" = "电话",
    }
}

/// 征求同意 (1.3): whether the company may take it further, in the customer's own decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Consent {
    /// The answer.
    pub agreed: bool,
    /// Who answered.
    pub given_by: String,
    pub way: ConsentWay,
    /// In the customer's words.
    #[serde(default)]
    pub words: String,
}

impl Consent {
    /// Bounds.
    ///
    /// # Errors
    /// `required`, `too_long`, `bad_text` with the field.
    pub fn check_consent(&self) -> Result<(), Refusal> {
        check::check_text("given_by", &self.given_by, check::NAME)?;
        check::check_optional_text("words", &self.words, check::TEXT)
    }
}
