//! A step with its contents, as somebody takes it.

use super::{
    community, emergency_water, leak_detection, reminder, repair,
    step::{self, StepKind},
    water_quality,
};
use crate::{acknowledgement::AcknowledgementAnswer, attachment::Attachment};

/// The kind of a step that has this type of contents.
macro_rules! kind_with_contents {
    ($kind:ident, $($contents:ty),+) => {
        StepKind::$kind
    };
}

macro_rules! define_step_inputs {
    ($($kind:ident $code:literal = $title:literal: {
        $(details: $details:ty,)? $(input: ($($input:ty),+),)? $(fact: $fact:ident($content:ty),)?
        command: $command:literal, roles: $roles:expr, clause: $clause:literal,
        follows: $follows:ident, time: $time:ident, withdrawable: $withdrawable:literal, exit: $exit:literal,
    })+) => {
        /// A step with its contents. A signature holds the place as well, a correction also why.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum StepInput {
            $($(#[doc = $title] $kind($details),)? $(#[doc = $title] $kind($($input),+),)?)+
        }

        impl StepInput {
            #[must_use]
            pub const fn step_kind(&self) -> StepKind {
                match self {
                    $($(Self::$kind(..) => kind_with_contents!($kind, $details),)?
                    $(Self::$kind(..) => kind_with_contents!($kind, $($input),+),)?)+
                }
            }
        }
    };
}

crate::for_each_step!(define_step_inputs);
